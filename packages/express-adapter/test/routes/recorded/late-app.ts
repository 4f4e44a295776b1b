import express from "express";
import { recordRoutes } from "../../../src/index.ts";
import { contacts, desk } from "./desk.ts";

// As in an ES module whose author thinks this comes first.
recordRoutes(express);

export const app = express();
app.use("/contacts", contacts);
app.use("/desk", desk);
