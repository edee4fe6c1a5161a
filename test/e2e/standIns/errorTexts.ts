import { answerErrorTexts } from '../../cloud/errorTexts';
import { type Answer, type Asked, demand, type StandIn } from './exchange';

/** Bambu Lab's service of error texts, which is given no token. */
export class ErrorTexts implements StandIn {
	readonly name = 'Error texts';
	readonly host = 'e.bambulab.com';
	private readonly asked: string[] = [];

	answer({ method, path, query, headers }: Asked): Answer {
		demand(method === 'GET' && path === '/query.php', `no such path: ${method} ${path}`);
		demand(headers.authorization === undefined, 'it was given a token');
		this.asked.push(query.toString());
		const { status, body } = answerErrorTexts(
			Object.fromEntries(query),
			headers['user-agent'] ?? '',
		);
		return { status, body };
	}

	received(): string[] {
		return this.asked;
	}
}
