import { tryLater, type CatalogueRow } from './failure';

/** No answer came. */
export const networkRows: readonly CatalogueRow[] = [
	{
		name: 'timeout',
		cause: 'temporarily-unavailable',
		when: ({ interruption }) => interruption === 'timeout',
		message: ({ host }) => `${host} did not answer in time`,
		next: tryLater,
	},
	{
		name: 'cutOff',
		cause: 'temporarily-unavailable',
		when: ({ interruption }) => interruption === 'cutOff',
		message: ({ host }) => `The connection to ${host} broke off before the answer was complete`,
		next: tryLater,
	},
	{
		name: 'aborted',
		cause: 'temporarily-unavailable',
		when: ({ interruption }) => interruption === 'aborted',
		message: 'The request was stopped',
		next: 'The execution was cancelled, or it ran into its time limit.',
	},
	{
		name: 'refusedByHost',
		cause: 'configuration-invalid',
		when: ({ interruption }) => interruption === 'refusedByHost',
		message: ({ host }) => `This n8n does not allow requests to ${host}`,
		next: 'Add the host to the allowed domains of the credential, or ask the administrator of this n8n.',
	},
	{
		name: 'unreachable',
		cause: 'temporarily-unavailable',
		when: ({ interruption }) => interruption === 'unreachable',
		message: ({ host }) => `${host} cannot be reached`,
		next: 'Check the internet connection of the machine that runs n8n, and the region or API URL in the credential.',
	},
	{
		name: 'untrusted',
		cause: 'configuration-invalid',
		when: ({ interruption }) => interruption === 'untrusted',
		message: ({ host }) => `No secure connection to ${host} could be made`,
		next: 'Its certificate is not trusted here: a proxy between n8n and Bambu Lab may have put its own in place, or the API URL in the credential is wrong.',
	},
	{
		name: 'notSent',
		cause: 'configuration-invalid',
		when: ({ interruption }) => interruption === 'notSent',
		message: 'n8n could not send the request',
		next: 'Check the credential that is chosen in the node.',
	},
];
