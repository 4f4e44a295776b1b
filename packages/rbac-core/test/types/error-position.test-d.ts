import { extendPolicy, intercomPolicy, principal } from "../../src/index.ts";

interface Conversation {
  id: string;
  assigneeId: string | null;
  status: "open" | "closed";
}
const types = {} as { rows: { conversations: Conversation } };

// On a catalogue of many resources too, a mistake is reported where it is and not at the whole rule.
extendPolicy(intercomPolicy, {
  types,
  roles: {
    night: {
      can: [
        {
          permission: "conversations:read",
          when: {
            // @ts-expect-error misspelt field
            asigneeId: principal("id"),
          },
        },
        {
          permission: "conversations:reply",
          when: {
            // @ts-expect-error no such status
            status: "opened",
          },
        },
        { permission: ["conversations:read", "conversations:close"], when: { status: "open" } },
      ],
    },
  },
});
