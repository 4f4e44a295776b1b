import "./record.ts";
import express from "express";
import { contacts, desk } from "./desk.ts";

export const app = express();
app.use("/contacts", contacts);
app.use("/desk", desk);
