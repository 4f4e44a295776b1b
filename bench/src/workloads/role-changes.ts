interface Changing {
  readonly id: string;
  roles: string[];
  role: string;
}

/**
 * Throws unless a check sees at once what changes on a principal it has seen before: no cache may outlive a change of
 * roles. `check` asks for something that an owner may do and an agent may not.
 */
export function assertSeesRoleChanges(check: (who: Changing) => boolean): void {
  const who: Changing = { id: "user-1", role: "owner", roles: ["owner"] };
  const seen: boolean[] = [];
  for (let time = 0; time < 3; time++) {
    seen.push(check(who));
    who.roles[0] = "agent";
    seen.push(check(who));
    who.roles = ["owner"];
    seen.push(check(who));
    who.roles = ["agent"];
    seen.push(check(who));
    who.roles.push("owner");
    seen.push(check(who));
    who.roles.length = 0;
    seen.push(check(who));
    who.roles.push("owner");
  }
  const expected = [true, false, true, false, true, false];
  if (seen.join() !== [...expected, ...expected, ...expected].join()) {
    throw new Error(`a change of roles goes unseen: ${seen.join()}`);
  }
}
