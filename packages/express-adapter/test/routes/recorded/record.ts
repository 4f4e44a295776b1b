import express from "express";
import { recordRoutes } from "../../../src/index.ts";

recordRoutes(express);
