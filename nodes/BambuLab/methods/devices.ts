import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { boundDevices, readDevices } from '../cloud/devices';
import { textOrEmpty, type JsonObject } from '../cloud/json';
import { cloudOf } from '../cloud/request';
import { deviceModel, deviceName } from '../output/device';

function labelOf(device: JsonObject): string {
	const parts = [deviceName(device), deviceModel(device), device.online ? 'online' : 'offline'];
	return parts.filter((part) => part !== '').join(' · ');
}

async function deviceItems(context: ILoadOptionsFunctions): Promise<INodeListSearchItems[]> {
	const { rows } = readDevices(await cloudOf(context)(boundDevices));
	return rows
		.map((device) => ({ name: labelOf(device), value: textOrEmpty(device.dev_id) }))
		.filter(({ value }) => value !== '')
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** The printer picker; finds by name, model, or serial number. */
export async function searchDevices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const wanted = (filter ?? '').trim().toLowerCase();
	const results = (await deviceItems(this)).filter(({ name, value }) =>
		`${name} ${String(value)}`.toLowerCase().includes(wanted),
	);
	return { results };
}

/** The printers for a multiple choice. */
export async function getDevices(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await deviceItems(this);
}
