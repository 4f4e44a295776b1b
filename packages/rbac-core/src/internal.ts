/**
 * What the other packages of this repository share with core: how mistakes are said, how a decision becomes an audit
 * entry, where a browser may be sent. No part of the public contract; it may change in any release.
 */
export { type DecisionRecord, nameIn, toAuditEntry } from "./audit-entry.ts";
export { localPath } from "./contracts/local-path.ts";
export { kindOf, quote } from "./problems/describe-value.ts";
export { didYouMean } from "./problems/nearest.ts";
export { checkOptions, type OptionKind } from "./problems/options.ts";
