import type { RowPlace } from "./row-place.ts";
import type { SdkMethodsOf } from "./sdk-method.ts";

const ADMIN: RowPlace = { ids: ["admin_id"], read: "admins.find" };
const CALL: RowPlace = { ids: ["call_id"], read: "calls.showCall" };

export const workspaceMethods: SdkMethodsOf<
  "admins" | "teams" | "awayStatusReasons" | "ipAllowlist" | "calls" | "phoneCallRedirects"
> = {
  "admins.identify": {
    permission: "admins:read",
    http: "GET /me",
    answersRow: true,
    noRequest: true,
  },
  "admins.list": {
    permission: "admins:read",
    http: "GET /admins",
    rows: "admins",
    noRequest: true,
  },
  "admins.find": {
    permission: "admins:read",
    http: "GET /admins/{admin_id}",
    row: ADMIN,
    answersRow: true,
  },
  "admins.away": {
    permission: "admins:write",
    http: "PUT /admins/{admin_id}/away",
    row: ADMIN,
    fields: true,
  },
  "admins.listAllActivityLogs": {
    permission: "activity_logs:read",
    http: "GET /admins/activity_logs",
    rows: "activity_logs",
  },

  "teams.list": { permission: "teams:read", http: "GET /teams", rows: "teams", noRequest: true },
  "teams.find": {
    permission: "teams:read",
    http: "GET /teams/{team_id}",
    row: { ids: ["team_id"], read: "teams.find" },
    answersRow: true,
  },

  "awayStatusReasons.listAwayStatusReasons": {
    permission: "settings:read",
    http: "GET /away_status_reasons",
    noRequest: true,
  },

  "ipAllowlist.getIpAllowlist": {
    permission: "settings:manage",
    http: "GET /ip_allowlist",
    noRequest: true,
  },
  "ipAllowlist.updateIpAllowlist": { permission: "settings:manage", http: "PUT /ip_allowlist" },

  "calls.listCalls": { permission: "calls:read", http: "GET /calls", rows: "data" },
  "calls.listCallsWithTranscripts": {
    permission: "calls:read",
    http: "POST /calls/search",
    rows: "data",
    reads: true,
  },
  "calls.showCall": {
    permission: "calls:read",
    http: "GET /calls/{call_id}",
    row: CALL,
    answersRow: true,
  },
  "calls.showCallRecording": {
    permission: "calls:recordings",
    http: "GET /calls/{call_id}/recording",
    row: CALL,
  },
  "calls.showCallTranscript": {
    permission: "calls:recordings",
    http: "GET /calls/{call_id}/transcript",
    row: CALL,
  },

  "phoneCallRedirects.create": {
    permission: "calls:redirect",
    http: "POST /phone_call_redirects",
  },
};
