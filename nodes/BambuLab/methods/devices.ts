import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { boundDevices, readDevices } from '../cloud/api/endpoints';
import type { DeviceRow } from '../output/rowTypes';
import { deviceModel, deviceName, serialOf } from '../output/device';
import { askForEditor, distinct, label, resultOf } from './search';

async function deviceItems(context: ILoadOptionsFunctions): Promise<INodeListSearchItems[]> {
	const { rows } = readDevices(
		await askForEditor(context, async (send) => await send(boundDevices)),
	);
	return rows
		.map((device: DeviceRow) => ({
			name: label(deviceName(device), deviceModel(device)),
			value: serialOf(device),
		}))
		.filter(({ value }) => value !== '')
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** The printer picker; finds by name, model, or serial number. */
export async function searchDevices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const whenEmpty = 'This account has no printers. Bind one to it in Bambu Handy or Bambu Studio.';
	return resultOf(this, filter, await deviceItems(this), whenEmpty);
}

/** The printers for a multiple choice. */
export async function getDevices(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return distinct(await deviceItems(this));
}
