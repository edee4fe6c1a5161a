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

/** Google's token endpoint and Sheets API for one service account and one spreadsheet. */
export class Google implements StandIn {
	readonly name = 'Google Sheets';
	readonly signInHost = 'oauth2.googleapis.com';
	readonly host = 'sheets.googleapis.com';
	readonly email = 'printers@example.iam.gserviceaccount.com';
	readonly spreadsheetId = '1SpreadsheetOfTheTests_0123456789abcdefghijk';
	readonly sheet = new Grid();
	private readonly token = 'google-token-canary';
	private readonly keys = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
	private readonly writes: string[] = [];

	constructor(readonly sheetName: string) {}

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
		demand(asked.path.startsWith(root), 'Requested entity was not found.');
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
		if (call === 'GET ') return { body: { sheets: [{ properties: this.properties() }] } };
		if (call === 'POST :batchUpdate') return this.changeStructure(jsonBody(asked));
		if (call === 'POST /values:batchUpdate') return this.updateMany(jsonBody(asked));
		const [, method, range = '', action] =
			/^(GET|PUT|POST) \/values\/(.+?)(:append)?$/.exec(call) ?? [];
		if (method === 'GET') return { body: { range, values: this.sheet.formatted() } };
		const { values } = method === undefined ? {} : (jsonBody(asked) as { values?: Cell[][] });
		demand(values !== undefined, `no such call: ${call}`);
		demandUserEntered(asked.query.get('valueInputOption'));
		const row = this.rangeIn(range).row;
		if (action === ':append') this.sheet.append(row, values);
		else if (method === 'PUT') this.sheet.put(row, 0, values);
		else throw new Refused(`no such call: ${call}`);
		this.writes.push(
			row === 0
				? `headings: ${values[0]?.join(', ')}`
				: `${values.length} new rows, the first: ${values[0]?.join(' | ')}`,
		);
		return { body: { updatedRows: values.length } };
	}

	private properties() {
		const gridProperties = { rowCount: this.sheet.rowCount, columnCount: this.sheet.columnCount };
		return { sheetId: 0, title: this.sheetName, index: 0, gridProperties };
	}

	private changeStructure({ requests }: Record<string, unknown>): Answer {
		for (const request of requests as Array<
			Record<string, { dimension: string; length: number }>
		>) {
			const { appendDimension } = request;
			demand(appendDimension?.dimension === 'ROWS', 'only rows can be added here');
			this.sheet.rowCount += appendDimension.length;
		}
		return { body: { replies: [{}] } };
	}

	private updateMany({ data, valueInputOption }: Record<string, unknown>): Answer {
		demandUserEntered(valueInputOption);
		const rows = new Set<number>();
		for (const { range, values } of data as Array<{ range: string; values: Cell[][] }>) {
			const { row, column } = this.rangeIn(range);
			this.sheet.put(row, column, values);
			rows.add(row);
		}
		this.writes.push(`${rows.size} rows written again`);
		return { body: { totalUpdatedRows: rows.size } };
	}

	/** Row and column, counted from 0, of where a range such as "Prints!C5" or "Prints!2:9" begins. */
	private rangeIn(range: string) {
		const [, sheet, letters = 'A', row] =
			/^'?([^'!]+)'?!([A-Z]+)?(\d+)(?::\d+)?$/.exec(range) ?? [];
		demand(sheet === this.sheetName, `Unable to parse range: ${range}`);
		const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
		return { row: Number(row) - 1, column: column - 1 };
	}
}

/** So that Google takes dates for dates. */
function demandUserEntered(option: unknown): void {
	demand(option === 'USER_ENTERED', `valueInputOption is ${String(option)}`);
}
