// Measures one group of one question and sends what it found to the process that started it.
import { questionNamed } from "./questions.ts";

const [, , name = "", groupName = ""] = process.argv;
const question = await questionNamed(name);
const group = question.groups.find((candidate) => candidate.name === groupName);
if (group === undefined) throw new Error(`${name} has no group ${groupName}`);
const samples = await group.measure();
process.send?.({ samples }, () => process.exit(0));
