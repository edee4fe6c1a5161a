import { objectsIn, isObject, textOrEmpty } from '../cloud/json';
import type { CloudClient } from '../cloud/client';
import { anyVersion, readSettingRows } from '../cloud/api/endpoints';
import type { CloudRequest } from '../cloud/http/request';
import { presetName } from '../output/setting';
import { spoolName } from '../output/spool';

type Names = ReadonlyMap<string, string>;

export const filamentCatalogue: CloudRequest = {
	method: 'GET',
	path: '/v1/design-user-service/filament/config',
};

const ownPresets: CloudRequest = {
	method: 'GET',
	path: '/v1/iot-service/api/slicer/setting',
	query: { version: anyVersion, public: false },
};

/** The cloud's catalogue of filaments. */
export function readCatalogue(body: unknown) {
	return { rows: objectsIn(isObject(body) ? body.filamentSettings : undefined) };
}

function namesIn(rows: Array<[id: string, name: string]>): Names {
	return new Map(rows.filter(([id, name]) => id !== '' && name !== ''));
}

async function catalogueNames({ send }: CloudClient): Promise<Names> {
	const { rows } = readCatalogue(await send(filamentCatalogue));
	return namesIn(rows.map((row) => [textOrEmpty(row.filamentId), spoolName(row)]));
}

async function presetNames({ send }: CloudClient): Promise<Names> {
	const { rows } = readSettingRows(await send(ownPresets));
	return namesIn(
		rows.map((row) => [textOrEmpty(row.filament_id), presetName(textOrEmpty(row.name))]),
	);
}

type Ask = (cloud: CloudClient) => Promise<Names>;

/** What a client asked before: it lives as long as its execution or poll. */
const asked = new WeakMap<CloudClient, Map<Ask, Promise<Names>>>();

/** Asks once, also in vain: a name is not worth a failure, nor asking again. */
async function askOnce(cloud: CloudClient, ask: Ask): Promise<Names> {
	const known = asked.get(cloud) ?? new Map<Ask, Promise<Names>>();
	asked.set(cloud, known);
	const names = known.get(ask) ?? ask(cloud).catch(() => new Map<string, string>());
	known.set(ask, names);
	return await names;
}

/** A filament of the user's own, which no catalogue has. */
function isOwn(id: string): boolean {
	return /^P/i.test(id);
}

/**
 * Names of filaments by their ids: those of the cloud's catalogue, and of the user's own presets where a
 * filament is of one. Asks for nothing where there is no id, and for each at most once.
 */
export async function filamentNames(ids: string[], cloud: CloudClient): Promise<Names> {
	const wanted = ids.filter((id) => id !== '');
	if (wanted.length === 0) return new Map();
	const official = wanted.some((id) => !isOwn(id)) ? await askOnce(cloud, catalogueNames) : [];
	const own = wanted.some(isOwn) ? await askOnce(cloud, presetNames) : [];
	return new Map([...own, ...official]);
}
