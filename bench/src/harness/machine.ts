import { cpus } from "node:os";
import type { Machine } from "./results.ts";

export function thisMachine(): Machine {
  const [{ model = "unknown" } = {}] = cpus();
  return {
    node: process.versions.node,
    processor: model.trim(),
    cores: cpus().length,
    platform: `${process.platform} ${process.arch}`,
  };
}
