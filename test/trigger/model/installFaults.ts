import { fault, method, type Fault } from './spoil';

type FirmwareFile = typeof import('../../../nodes/BambuLab/trigger/sources/firmware');
type Versions = typeof import('../../../nodes/BambuLab/output/firmware');

type State = import('../../../nodes/BambuLab/trigger/sources/firmware').FirmwareState;
type Found = { events: Array<{ name: string }>; state: State };

/** A look at the firmware with another state before it, or another outcome. */
function firmwareWith(
	{ Firmware }: FirmwareFile,
	before: (state: State) => State,
	after: (found: Found) => Found = (found) => found,
): object {
	return method(
		Firmware.prototype,
		'look',
		(original) =>
			async function (this: object, look: never) {
				const { known, ...rest } = look as { known: State | undefined };
				const given = { ...rest, known: known && before(known) };
				return after((await original.apply(this, [given as never])) as Found);
			},
	);
}

const same = (state: State) => state;

/** Of firmware that printers have got. */
export const installFaults: Fault[] = [
	fault<FirmwareFile>('tells of no installed firmware', 'sources/firmware', (file) =>
		firmwareWith(file, same, ({ events, state }) => ({
			events: events.filter(({ name }) => name !== 'firmwareInstalled'),
			state,
		})),
	),
	fault<FirmwareFile>('tells each time of installed firmware', 'sources/firmware', (file) =>
		firmwareWith(file, (known) => known.map((seen) => ({ ...seen, installed: '01.00.00.00' }))),
	),
	fault<FirmwareFile>('forgets which firmware is installed', 'sources/firmware', (file) =>
		firmwareWith(file, () => []),
	),
	fault<FirmwareFile>('looks for installed firmware once', 'sources/firmware', ({ Firmware }) =>
		method(Firmware.prototype, 'isDue', () => () => false),
	),
	fault<Versions>('takes another spelling for another version', '../output/firmware', () => ({
		compareVersions: (a: string, b: string) => (a === b ? 0 : 1),
	})),
];
