export { DEMO_ROLES, DEMO_TEAMS, demoContactId, demoWorkspace } from "./data/demo-workspace.ts";
export type { Choice } from "./oauth.ts";
export type {
  Fault,
  NotificationSeed,
  SeenRequest,
  StandIn,
  StandInOptions,
  TokenSeed,
} from "./stand-in.ts";
export { startStandIn } from "./start-stand-in.ts";
export type {
  AdminRole,
  AdminRow,
  ArticleRow,
  ContactRow,
  ConversationRow,
  TeamRow,
  Workspace,
} from "./workspace.ts";
