import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { finiteNumber, idText, textOrEmpty } from '../cloud/json';
import { readHits } from '../cloud/list/pages';

import { allProjects, anyVersion, readProjects, readSettingRows } from '../cloud/api/endpoints';
import type { ProjectRow, SettingRow, SpoolRow } from '../output/rowTypes';
import { filamentCatalogue, readCatalogue } from '../core/filamentCatalogue';
import { colorName } from '../output/colors';
import { spoolName } from '../output/spool';
import { readTime } from '../output/times';
import { askForEditor, label, resultOf, searchPages } from './search';

/** The picker of projects; finds by name or ID. */
export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { rows } = readProjects(await askForEditor(this, async (send) => await send(allProjects)));
	const items = rows.map((project: ProjectRow) => ({
		name: label(
			textOrEmpty(project.name) || 'Untitled',
			readTime(project.create_time)?.slice(0, 10),
		),
		value: idText(project.project_id),
	}));
	return resultOf(this, filter, items, 'This account has no projects in the cloud.');
}

/** The picker of presets, the user's own first; finds by name, type, or ID. */
export async function searchSettings(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const request = {
		method: 'GET',
		path: '/v1/iot-service/api/slicer/setting',
		query: { version: anyVersion },
	} as const;
	const body = await askForEditor(this, async (send) => await send(request));
	const own = (preset: SettingRow): number => (preset.scope === 'private' ? 0 : 1);
	const items = [...readSettingRows(body).rows]
		.sort((a, b) => own(a) - own(b))
		.map((preset: SettingRow) => ({
			name: label(
				textOrEmpty(preset.name),
				textOrEmpty(preset.type),
				preset.scope === 'private' ? 'my own' : '',
			),
			value: textOrEmpty(preset.setting_id),
		}));
	return resultOf(this, filter, items, 'The cloud lists no presets.');
}

/** The picker of spools; finds by vendor, name, colour, or ID. */
export async function searchSpools(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const toItem = (spool: SpoolRow) => {
		const grams = finiteNumber(spool.netWeight);
		const color = colorName(spool.color) ?? textOrEmpty(spool.color);
		const left = grams === undefined ? '' : `${grams} g left`;
		return { name: label(spoolName(spool), color, left), value: idText(spool.id) };
	};
	const request = { method: 'GET', path: '/v1/design-user-service/my/filament/v2' } as const;
	const whenEmpty = 'The filament inventory of this account is empty.';
	return await searchPages(
		this,
		{ request, read: readHits, toItem, whenEmpty },
		filter,
		paginationToken,
	);
}

/** The picker of the catalogue's filaments; finds by vendor, name, material, or ID. */
export async function searchFilaments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { rows } = readCatalogue(
		await askForEditor(this, async (send) => await send(filamentCatalogue)),
	);
	const items = rows.map((filament: SpoolRow) => {
		const value = textOrEmpty(filament.filamentId);
		return { name: label(spoolName(filament), textOrEmpty(filament.filamentType), value), value };
	});
	return resultOf(this, filter, items, 'The cloud lists no filaments.');
}
