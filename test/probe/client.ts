/* eslint-disable @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { explain } from '../../nodes/BambuLab/cloud/errors/cloudError';
import { failureOfResponse, failureOfError } from '../../nodes/BambuLab/cloud/errors/failure';
import { requestTarget, type QueryValue } from '../../nodes/BambuLab/cloud/http/request';
import { userAgent } from '../../nodes/BambuLab/cloud/http/request';
import { isSchema } from '../cloud/contract';
import type { Endpoint, Values } from './endpoints';

export interface Answer {
	status: number;
	form: 'JSON' | 'HTML' | 'plain text' | 'empty';
	/** Parsed JSON; undefined where it is none. */
	body: unknown;
	/** Name of the catalogue's row, where the answer is no success. */
	problem?: string;
}

/** Why asking on would be useless, or unkind. Its sentence is for the user and holds nothing secret. */
export class Stop extends Error {}

export interface ClientOptions {
	apiUrl: string;
	token: string;
	/** Waits between two requests. */
	pause: () => Promise<void>;
}

const TIMEOUT_MS = 30_000;

const STOPS: Record<string, string> = {
	captcha:
		'Bambu Lab asks for a captcha, so nothing more was asked. It goes away by itself within hours.',
	cloudflareChallenge:
		'Cloudflare asks for a browser check, so nothing more was asked. Try again later, or from another network.',
	cloudflareRateBlock:
		'Cloudflare has paused requests from this network, so nothing more was asked. Try again in an hour.',
	cloudflareUnderAttack:
		'Cloudflare lets nobody through at the moment, so nothing more was asked. Try again later.',
	cloudflareBlock:
		'Cloudflare blocks this network, so nothing more was asked. Try again later, or from another network.',
	rateLimited:
		'Bambu Lab received too many requests, so nothing more was asked. Try again in an hour.',
};

/** So many useless answers one after the other end the probe. */
const MOST_FAILURES = 3;

/** Asks one endpoint after the other, with a pause between, and stops where the cloud wants that. */
export class Client {
	private failures = 0;
	/** All that came, in order. */
	readonly answers: Answer[] = [];

	constructor(private readonly options: ClientOptions) {}

	async get(endpoint: Endpoint, values: Values): Promise<Answer> {
		return await this.getTarget(targetOf(endpoint, values));
	}

	/** For a request that has to be spelt in a particular way. */
	async getTarget(target: string): Promise<Answer> {
		if (this.answers.length > 0) await this.options.pause();
		const answer = await this.send(target);
		this.answers.push(answer);
		const stop = answer.problem === undefined ? undefined : STOPS[answer.problem];
		if (stop !== undefined) throw new Stopped(stop, answer);
		if (this.answers.length === 1 && answer.status === 401) throw new Stopped(DEAD_TOKEN, answer);
		this.failures = isUseless(answer) ? this.failures + 1 : 0;
		if (this.failures === MOST_FAILURES) throw new Stopped(NO_SENSE, answer);
		return answer;
	}

	private async send(target: string): Promise<Answer> {
		const { apiUrl, token } = this.options;
		const { hostname } = new URL(apiUrl);
		try {
			const response = await fetch(apiUrl + target, {
				headers: {
					accept: 'application/json',
					'user-agent': userAgent,
					authorization: `Bearer ${token}`,
				},
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS),
			});
			const text = await response.text();
			return read(hostname, response, text);
		} catch (error) {
			// Never the library's own words: they may repeat the headers.
			throw new Stop(`${explain(failureOfError('request', hostname, error)).message}.`);
		}
	}
}

/** A stop that an answer asked for; the answer is still worth a line. */
export class Stopped extends Stop {
	constructor(
		sentence: string,
		readonly answer: Answer,
	) {
		super(sentence);
	}
}

const DEAD_TOKEN =
	'Bambu Lab does not take this token: it has expired or was cut when it was copied, or it belongs to the other region (--region).';
const NO_SENSE = `The last ${MOST_FAILURES} answers said nothing, so nothing more was asked. Try again later.`;

function isUseless({ status, form }: Answer): boolean {
	return status === 401 || status >= 500 || form === 'HTML';
}

function read(host: string, response: Response, text: string): Answer {
	const headers: Record<string, string> = {};
	response.headers.forEach((value, name) => {
		headers[name] = value;
	});
	const failure = failureOfResponse('request', host, { status: response.status, headers, text });
	const { status = 0, json, isHtml } = failure;
	const form =
		json !== undefined ? 'JSON' : isHtml ? 'HTML' : text.trim() === '' ? 'empty' : 'plain text';
	const isSuccess = status >= 200 && status < 300 && form === 'JSON' && !failure.code;
	return { status, form, body: json, ...(isSuccess ? {} : { problem: explain(failure).name }) };
}

function targetOf({ path, parameters }: Endpoint, values: Values): string {
	const ofPlace = (wanted: string) =>
		parameters
			.filter(({ name, place }) => place === wanted && values[name] !== undefined)
			.map(({ name }) => [name, values[name]] as const);
	const pathParameters = Object.fromEntries(
		ofPlace('path').map(([name, value]) => [name, String(value)]),
	);
	// An object is a set of queries whose names are the user's choice.
	const query = Object.fromEntries(
		ofPlace('query').flatMap(([name, value]) =>
			isSchema(value) ? Object.entries(value) : [[name, value] as const],
		),
	) as Record<string, QueryValue>;
	return requestTarget({ method: 'GET', path, pathParameters, query });
}
