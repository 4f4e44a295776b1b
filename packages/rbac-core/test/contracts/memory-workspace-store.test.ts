import { createMemoryWorkspaceStore } from "../../src/index.ts";
import { testWorkspaceStore } from "./workspace-store-contract.ts";

testWorkspaceStore(async () => createMemoryWorkspaceStore());
