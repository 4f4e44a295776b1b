import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifySignature } from "../../src/webhooks/verify-signature.ts";
import { bodyOf, openEndpoint } from "./endpoint.ts";

describe("the signature", () => {
  test("is the one that Intercom's documentation says: HMAC-SHA1 over the body, keyed with the client secret", () => {
    // RFC 2202, test case 2.
    const body = Buffer.from("what do ya want for nothing?");
    const digest = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
    expect(verifySignature(`sha1=${digest}`, body, "Jefe")).toBe(true);
    expect(verifySignature(`sha1=${digest.toUpperCase()}`, body, "Jefe")).toBe(true);
    expect(verifySignature(`sha1=${digest}`, body, "jefe")).toBe(false);
  });

  test("what the stand-in signs is taken", async () => {
    const endpoint = await openEndpoint();
    const answer = await endpoint.standIn.notify(endpoint.url, {
      topic: "contact.deleted",
      item: { type: "contact", id: "c1" },
    });
    expect(answer.status).toBe(200);
    expect(endpoint.replies.map(({ outcome }) => outcome)).toEqual(["handled"]);
  });

  const body = bodyOf();
  const right = "a".repeat(40);
  test.each<[string, (signature: string) => string | readonly string[] | null]>([
    ["a missing one", () => null],
    ["an empty one", () => ""],
    ["the digest alone", (signature) => signature.slice("sha1=".length)],
    ["one a character short", (signature) => signature.slice(0, -1)],
    ["one a character long", (signature) => `${signature}0`],
    ["one with a character that is not hexadecimal", (signature) => `${signature.slice(0, -1)}g`],
    ["the prefix alone", () => "sha1="],
    ["the prefix in upper case", (signature) => signature.replace("sha1", "SHA1")],
    ["another of the right length", () => `sha1=${right}`],
    ["one bit off", (signature) => signature.slice(0, -1) + (signature.endsWith("0") ? "1" : "0")],
    ["the right one twice", (signature) => [signature, signature]],
    ["the right one after a wrong one", (signature) => [`sha1=${right}`, signature]],
    ["the right one before a wrong one", (signature) => [signature, `sha1=${right}`]],
  ])("HOOK-01 %s → 401", async (_what, change) => {
    const endpoint = await openEndpoint();
    expect(await endpoint.post(body, change(endpoint.standIn.sign(body)))).toBe(401);
    expect(endpoint.replies).toEqual([{ status: 401, outcome: "bad-signature" }]);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-01 a SHA-256 one, right as it is → 401", async () => {
    const endpoint = await openEndpoint();
    const digest = createHmac("sha256", endpoint.standIn.clientSecret).update(body).digest("hex");
    expect(await endpoint.post(body, `sha256=${digest}`)).toBe(401);
    expect(await endpoint.post(body, `sha256=${digest.slice(0, 40)}`)).toBe(401);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-01 one by another key → 401", async () => {
    const endpoint = await openEndpoint({ clientSecret: "another app's" });
    expect(await endpoint.post(body)).toBe(401);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-01 in upper case it is the same number → 200", async () => {
    const endpoint = await openEndpoint();
    const digest = endpoint.standIn.sign(body).slice("sha1=".length);
    expect(await endpoint.post(body, `sha1=${digest.toUpperCase()}`)).toBe(200);
    expect(endpoint.events).toHaveLength(1);
  });

  test.each<[string, string]>([
    ["one letter", body.replace("c1", "c2")],
    ["a space more", body.replace(",", ", ")],
    ["members in another order", JSON.stringify({ topic: "x", ...JSON.parse(body) })],
    ["a line break at the end", `${body}\n`],
    ["the same text, escaped otherwise", body.replace("c1", "\\u00631")],
    ["nothing", ""],
  ])("HOOK-02 a raw body altered by %s → 401", async (_what, altered) => {
    const endpoint = await openEndpoint();
    expect(await endpoint.post(altered, endpoint.standIn.sign(body))).toBe(401);
    expect(endpoint.replies).toEqual([{ status: 401, outcome: "bad-signature" }]);
    expect(endpoint.events).toEqual([]);
  });
});
