import { objectsIn, textOrEmpty, type JsonObject } from '../../cloud/json';
import { filamentNames } from '../../core/filamentCatalogue';
import type { Reading } from '../../core/operation';
import { websiteFor } from '../../core/website';
import type { RowContext } from '../../output/rowForm';
import type { Prices } from '../../output/prices';

function filamentIds(task: JsonObject): string[] {
	return objectsIn(task.amsDetailMapping).map(({ filamentId: id }) => textOrEmpty(id));
}

/** What rows of prints tell besides, as far as the chosen fields need it. */
export async function printContext(
	tasks: JsonObject[],
	{ cloud, wants }: Pick<Reading<unknown>, 'cloud' | 'wants'>,
	prices: Prices | undefined,
): Promise<RowContext> {
	const namesFilaments = wants('filaments') || wants('filamentName');
	return {
		prices,
		...(namesFilaments && {
			filamentNames: await filamentNames(tasks.flatMap(filamentIds), cloud),
		}),
		...(wants('url') && { website: await websiteFor(cloud) }),
	};
}
