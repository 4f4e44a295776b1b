export type {
  Fault,
  NotificationSeed,
  SeenRequest,
  StandIn,
  StandInOptions,
} from "./stand-in.ts";
