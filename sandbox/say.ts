/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */

export type Say = (line: string) => void;

export const say: Say = (line) => {
	process.stdout.write(`${line}\n`);
};

/** A failure that the user can do something about: its message is shown alone, without a stack. */
export class UserProblem extends Error {}
