import express from "express";
import { guard } from "../trap-parts.ts";

const end: express.RequestHandler = (_req, res) => {
  res.end();
};

// Both are filled while this file is imported.
export const contacts = express.Router();
contacts.use("/:id/notes", express.Router().get("/all", guard, end));

export const desk = express();
desk.use("/reports", express().get("/weekly", guard, end));
