// SPDX-License-Identifier: Apache-2.0

/** One thing that is wrong with a policy or with data, and where it stands. */
export interface Issue {
  /** Permanent: "RB2204". */
  code: string;
  /** "policy.band.not_ascending" */
  name: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  file: string;
  /** RFC 6901: "/rules/2/what". */
  pointer: string;
  /** From 1; 0 is unknown. */
  line: number;
  column: number;
  /** The nearest right word; empty if none is near. */
  suggestion: string;
}

export class RebateError extends Error {
  kind: 'argument' | 'closed' | 'input' | 'stopped' | 'memory' | 'not-found' | 'internal';
  /** Of 'input': everything that is wrong. */
  issues: Issue[];
}

export interface Options {
  /** At most so many; 0: as many as the machine has. */
  threads?: number;
  /** What is known on this day: "2025-07-10". */
  asOf?: string;
  /** Only lines whose period ends in it: "2025-Q2". */
  period?: string;
  /** What is printed: only of this partner and this rule. */
  partner?: string;
  rule?: string;
  language?: 'en' | 'zh';
  /** JSON has every figure behind every line. */
  traces?: boolean;
  /** Explanations list the rows behind each figure. */
  rows?: boolean;
}

/** Freed by close(), else with the garbage; what was made of it stays usable. */
declare class Held {
  close(): void;
}

export type Cell = string | boolean | null;

/** The rules of a programme, read and checked. */
export class Policy extends Held {
  static fromFile(path: string): Policy;
  /** `fileName` is only for places. */
  static fromJson(json: string | Uint8Array | object, fileName?: string): Policy;
  readonly id: string;
  readonly rules: string[];
  toJson(): string;
  /**
   * Reads a folder, or none. Files, by name, take the place of the folder's: the text of
   * "sales.csv", or rows as objects under "sales.json", amounts as texts.
   */
  readData(folder?: string | null, files?: Record<string, string | Uint8Array | Record<string, Cell>[]>): Data;
  settle(data: Data, options?: Options): Settlement;
}

/** Master data and ledger. */
export class Data extends Held {}

/** What is owed, line by line, and why. */
export class Settlement extends Held implements Iterable<Line> {
  /** The bytes of `rebate settle --format json`. */
  toJson(options?: Options): string;
  toCsv(options?: Options): string;
  toStatements(options?: Options): string;
  readonly lineCount: number;
  line(index: number): Line;
  [Symbol.iterator](): Iterator<Line>;
}

/** What one rule gives one partner for one period and key. Amounts are exact texts. */
export class Line {
  readonly index: number;
  readonly rule: string;
  readonly partner: string;
  readonly payee: string;
  readonly period: string;
  readonly kind: string;
  readonly status: string;
  readonly currency: string;
  /** What is to be paid now: "27000.00". */
  readonly due: string;
  /** Before limits; a fraction that does not end is "3100/3". */
  readonly gross: string;
  /** Where one rate pays all: "0.03". */
  readonly rate: string | null;
  explain(options?: Options): string;
}

/** Of the C library that runs. */
export function version(): string;
