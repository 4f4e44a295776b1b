import type { Socket } from "node:net";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { serve } from "../desk.ts";
import { parseAnswer } from "../security/ask.ts";
import { expectNoFaults, gate } from "../security/watched.ts";
import { appOf, hooked, text } from "./endpoint.ts";

expectNoFaults();

const HEAD = "POST /hooks HTTP/1.1\r\nHost: desk\r\nX-Hub-Signature: right\r\n";

/** A connection, what comes back on it, and when there is any of that and when it ends. */
async function dial(hook: ReturnType<typeof hooked>) {
  const address = await serve(appOf(hook));
  const socket = connect(Number(new URL(address).port), "127.0.0.1");
  const answered = gate();
  const ended = gate();
  let received = "";
  socket.on("data", (chunk) => {
    received += String(chunk);
    answered.open();
  });
  socket.on("error", () => ended.open());
  socket.on("close", () => ended.open());
  return {
    socket,
    answered: answered.opened,
    ended: ended.opened,
    answer: () => parseAnswer(received),
  };
}

/** Writes for as long as the other side takes it. */
async function flood(socket: Socket, bytes: number): Promise<void> {
  const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += 65_536) {
    if (socket.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      socket.once("drain", resolve);
      socket.once("close", () => resolve());
    });
  }
}

describe("HOOK-05 a body that is too large", () => {
  test("HOOK-05 2 MB → 413, and the connection is fit for another request", async () => {
    const hook = hooked();
    const { socket, answered, answer, ended } = await dial(hook);
    socket.write(`${HEAD}Content-Length: 2000000\r\n\r\n`);
    await answered;
    expect(answer().status).toBe(413);
    socket.write("x".repeat(2_000_000));
    socket.write(`${HEAD}Connection: close\r\nContent-Length: 2\r\n\r\n{}`);
    await ended;
    expect(hook.reports.map(({ outcome }) => outcome)).toEqual(["too-large", "handled"]);
    expect(hook.asked).toHaveLength(1);
  });

  test("HOOK-05 chunks without end → 413 as soon as there are too many", async () => {
    const hook = hooked();
    const { socket, answered, answer } = await dial(hook);
    socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n3e8\r\n${"x".repeat(1_000)}\r\n`);
    socket.write("1\r\nx\r\n");
    await answered;
    expect(answer().status).toBe(413);
    expect(hook.asked).toEqual([]);
    socket.destroy();
  });

  test("HOOK-05 who goes on sending after the answer is cut off", async () => {
    const hook = hooked();
    const { socket, answered, ended } = await dial(hook);
    socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const sent = flood(socket, 64_000_000);
    await answered;
    await ended;
    await sent;
    expect(socket.destroyed).toBe(true);
    expect(socket.bytesWritten).toBeLessThan(64_000_000);
    expect(hook.reports).toEqual([{ status: 413, outcome: "too-large" }]);
  });

  test("HOOK-05 exactly as many bytes as may be → taken", async () => {
    const hook = hooked();
    const { socket, answered, answer } = await dial(hook);
    socket.write(`${HEAD}Content-Length: 1000\r\n\r\n${"x".repeat(1_000)}`);
    await answered;
    expect(answer().status).toBe(200);
    socket.destroy();
  });
});

describe("a body that comes oddly", () => {
  test("in chunks → put together", async () => {
    const hook = hooked();
    const { socket, answered, answer } = await dial(hook);
    socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n`);
    socket.write('3\r\na":\r\n2\r\n1}\r\n0\r\n\r\n');
    await answered;
    expect(answer().status).toBe(200);
    expect(hook.asked.map(text)).toEqual(['{"a":1}']);
    socket.destroy();
  });

  test("not at all, though it was said → 408, and the connection is closed", async () => {
    const hook = hooked({ bodyTimeoutMs: 20 });
    const { socket, ended, answer } = await dial(hook);
    socket.write(`${HEAD}Content-Length: 10\r\n\r\nhalf`);
    await ended;
    expect(answer()).toMatchObject({ status: 408, headers: { connection: "close" }, body: "" });
    expect(hook.reports).toEqual([{ status: 408, outcome: "slow" }]);
    expect(hook.asked).toEqual([]);
  });

  test("half of it, and the client leaves → nobody is asked, nothing is thrown", async () => {
    const hook = hooked();
    const { socket } = await dial(hook);
    socket.write(`${HEAD}Content-Length: 10\r\n\r\nhalf`, () => socket.resetAndDestroy());
    await hook.reported;
    expect(hook.reports).toEqual([{ status: undefined, outcome: "left" }]);
    expect(hook.asked).toEqual([]);
    expect(hook.passed).toEqual([]);
  });

  test("more than it was said to be → the rest is no part of it", async () => {
    const hook = hooked();
    const { socket, ended } = await dial(hook);
    socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}garbage`);
    await ended;
    expect(hook.asked.map(text)).toEqual(["{}"]);
  });

  test("with both a length and chunks → refused by Node", async () => {
    const hook = hooked();
    const { socket, ended, answer } = await dial(hook);
    socket.write(`${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
    await ended;
    expect(answer().status).toBe(400);
    expect(hook.asked).toEqual([]);
  });

  test("none → the receiver sees none", async () => {
    const hook = hooked();
    const { socket, answered } = await dial(hook);
    socket.write(`${HEAD}Content-Length: 0\r\n\r\n`);
    await answered;
    expect(hook.asked.map(text)).toEqual([""]);
    socket.destroy();
  });

  test("the client leaves while the receiver is at it → the receiver ends, nothing is thrown", async () => {
    const began = gate();
    const left = gate();
    const hook = hooked({}, async () => {
      began.open();
      await left.opened;
      return { status: 200, outcome: "handled" };
    });
    const { socket, ended } = await dial(hook);
    socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}`);
    await began.opened;
    socket.destroy();
    await ended;
    left.open();
    await hook.reported;
    expect(hook.reports).toEqual([{ status: 200, outcome: "handled" }]);
    expect(hook.passed).toEqual([]);
  });
});
