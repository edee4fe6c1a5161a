import { createVerify, generateKeyPairSync } from 'node:crypto';

import {
	type Answer,
	type Asked,
	demand,
	demandBearer,
	formBody,
	jsonBody,
	Refused,
	type StandIn,
} from './exchange';
import { type Cell, Grid } from './grid';

const tokenUrl = 'https://oauth2.googleapis.com/token';

/** Google's token endpoint and Sheets API for one account and one spreadsheet. */
export class Google implements StandIn {
	readonly name = 'Google Sheets';
	readonly signInHost = 'oauth2.googleapis.com';
	readonly host = 'sheets.googleapis.com';
	readonly email = 'printers@example.iam.gserviceaccount.com';
	readonly spreadsheetId = '1SpreadsheetOfTheTests_0123456789abcdefghijk';
	readonly sheet = new Grid();
	readonly orders = new Grid();
	readonly token = 'google-token-canary';
	readonly clientSecret = 'google-client-canary';
	private readonly keys = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
	private readonly writes: string[] = [];

	private readonly sheets = new Map([
		['Prints', this.sheet],
		['Orders', this.orders],
	]);

	/** How a node names the spreadsheet. */
	sheetLocator() {
		const value = `https://docs.google.com/spreadsheets/d/${this.spreadsheetId}/edit`;
		return { __rl: true, mode: 'url', value };
	}

	get privateKey(): string {
		return this.keys.privateKey;
	}

	async answer(asked: Asked): Promise<Answer> {
		if (asked.host === this.signInHost) return await this.issueToken(asked);
		demandBearer(asked, this.token);
		const root = `/v4/spreadsheets/${this.spreadsheetId}`;
		const message = 'Requested entity was not found.';
		const body = { error: { code: 404, message, status: 'NOT_FOUND' } };
		demand(asked.path.startsWith(root), message, { status: 404, body });
		return this.call(`${asked.method} ${asked.path.slice(root.length)}`, asked);
	}

	received(): string[] {
		return this.writes;
	}

	private async issueToken(asked: Asked): Promise<Answer> {
		demand(asked.method === 'POST' && asked.path === '/token', 'no such path');
		const form = await formBody(asked);
		const [header = '', claims = '', signature = ''] = String(form.get('assertion')).split('.');
		const isSigned = createVerify('RSA-SHA256')
			.update(`${header}.${claims}`)
			.verify(this.keys.publicKey, signature, 'base64url');
		demand(isSigned, 'invalid_grant: Invalid JWT Signature.');
		const { iss, aud, scope } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
			string,
			string
		>;
		demand(iss === this.email && aud === tokenUrl, 'invalid_grant: account not found');
		demand(scope?.includes('/auth/spreadsheets') === true, 'invalid_scope');
		return { body: { access_token: this.token, expires_in: 3599, token_type: 'Bearer' } };
	}

	private call(call: string, asked: Asked): Answer {
		if (call === 'GET ') return { body: { sheets: this.properties() } };
		if (call === 'POST :batchUpdate') return this.changeStructure(jsonBody(asked));
		if (call === 'POST /values:batchUpdate') return this.updateMany(jsonBody(asked));
		const [, method, range = '', action] =
			/^(GET|PUT|POST) \/values\/(.+?)(:append)?$/.exec(call) ?? [];
		if (method === 'GET') {
			const isRaw = asked.query.get('valueRenderOption') === 'UNFORMATTED_VALUE';
			const grid = this.gridOf(range);
			return { body: { range, values: isRaw ? grid.unformatted() : grid.formatted() } };
		}
		const { values } = method === undefined ? {} : (jsonBody(asked) as { values?: Cell[][] });
		demand(values !== undefined, `no such call: ${call}`);
		demandUserEntered(asked.query.get('valueInputOption'));
		const { grid, row } = this.rangeIn(range);
		if (action === ':append') grid.append(row, values);
		else if (method === 'PUT') grid.put(row, 0, values);
		else throw new Refused(`no such call: ${call}`);
		this.writes.push(
			row === 0
				? `headings: ${values[0]?.join(', ')}`
				: `${values.length} new rows, the first: ${values[0]?.join(' | ')}`,
		);
		return { body: { updatedRows: values.length } };
	}

	private properties() {
		return [...this.sheets].map(([title, { rowCount, columnCount }], index) => ({
			properties: { sheetId: index, title, index, gridProperties: { rowCount, columnCount } },
		}));
	}

	private changeStructure({ requests }: Record<string, unknown>): Answer {
		for (const request of requests as Array<
			Record<string, { sheetId: number; dimension: string; length: number }>
		>) {
			const { appendDimension } = request;
			demand(appendDimension?.dimension === 'ROWS', 'only rows can be added here');
			const grid = [...this.sheets.values()][appendDimension.sheetId];
			demand(grid !== undefined, 'there is no such sheet');
			grid.rowCount += appendDimension.length;
		}
		return { body: { replies: [{}] } };
	}

	private updateMany({ data, valueInputOption }: Record<string, unknown>): Answer {
		demandUserEntered(valueInputOption);
		const rows = new Set<number>();
		for (const { range, values } of data as Array<{ range: string; values: Cell[][] }>) {
			const { grid, row, column } = this.rangeIn(range);
			grid.put(row, column, values);
			rows.add(row);
		}
		this.writes.push(`${rows.size} rows written again`);
		return { body: { totalUpdatedRows: rows.size } };
	}

	/** Row and column, counted from 0, of where a range such as "Prints!C5" or "Prints!2:9" begins. */
	private rangeIn(range: string) {
		const [, sheet, letters = 'A', row] =
			/^'?([^'!]+)'?!([A-Z]+)?(\d+)(?::\d+)?$/.exec(range) ?? [];
		const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
		return { grid: this.gridOf(sheet ?? range), row: Number(row) - 1, column: column - 1 };
	}

	private gridOf(range: string): Grid {
		const [sheet = ''] = range.replaceAll("'", '').split('!');
		const grid = this.sheets.get(sheet);
		demand(grid !== undefined, `Unable to parse range: ${range}`);
		return grid;
	}
}

/** So that Google takes dates for dates. */
function demandUserEntered(option: unknown): void {
	demand(option === 'USER_ENTERED', `valueInputOption is ${String(option)}`);
}
