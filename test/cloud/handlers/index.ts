import { accountHandlers } from './account';
import type { Handlers } from './call';
import { deviceHandlers } from './devices';
import { filamentHandlers } from './filament';
import { makerWorldHandlers } from './makerworld';
import { messageHandlers } from './messages';
import { projectHandlers } from './projects';
import { signInHandlers } from './signIn';
import { slicerHandlers } from './slicer';
import { taskHandlers } from './tasks';

/** One handler for each operation of the contract, by its operationId. */
export const handlers: Handlers = {
	...signInHandlers,
	...accountHandlers,
	...messageHandlers,
	...taskHandlers,
	...slicerHandlers,
	...deviceHandlers,
	...projectHandlers,
	...filamentHandlers,
	...makerWorldHandlers,
};
