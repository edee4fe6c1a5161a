import { FILAMENTS, OWN_FILAMENT } from './catalogue';
import type { Preset, PresetType } from './types';

const DAY = 86_400_000;
const PUBLIC_VERSION = '01.09.00.15';

const MACHINES = [
	['GM001', 'Bambu Lab X1 Carbon 0.4 nozzle', 'X1C'],
	['GM003', 'Bambu Lab X1 0.4 nozzle', 'X1'],
	['GM014', 'Bambu Lab P1S 0.4 nozzle', 'P1S'],
	['GM020', 'Bambu Lab A1 mini 0.4 nozzle', 'A1M'],
	['GM030', 'Bambu Lab A1 0.4 nozzle', 'A1'],
] as const;

const LAYERS = ['0.08mm Extra Fine', '0.12mm Fine', '0.16mm Optimal', '0.20mm Standard'] as const;

export function createPresets(now: number): Preset[] {
	const preset = (
		type: PresetType,
		id: string,
		name: string,
		more: Partial<Preset> = {},
	): Preset => ({
		id,
		type,
		public: true,
		name,
		version: PUBLIC_VERSION,
		updatedAt: now - 70 * DAY,
		baseId: null,
		filamentId: null,
		inherits: null,
		setting: { from: 'system', name, type: type === 'print' ? 'process' : type },
		...more,
	});

	return [
		...MACHINES.map(([id, name]) => preset('printer', id, name)),
		...MACHINES.flatMap(([, , short], machine) =>
			LAYERS.map((layer, index) =>
				preset(
					'print',
					`GP${String(machine * 4 + index + 1).padStart(3, '0')}`,
					`${layer} @BBL ${short}`,
				),
			),
		),
		...FILAMENTS.map(({ id, vendor, name }) =>
			preset(
				'filament',
				id.replace('GF', 'GFS'),
				`${vendor === 'Generic' ? 'Generic' : 'Bambu'} ${name}`,
				{
					filamentId: id,
				},
			),
		),
		preset('filament', 'PFUS0011223344aabb', 'House PLA', {
			public: false,
			version: '1.9.0.14',
			updatedAt: now - 12 * DAY,
			baseId: 'GFSA00',
			filamentId: OWN_FILAMENT.id,
			inherits: 'Bambu PLA Basic @BBL X1C',
			setting: {
				inherits: 'Bambu PLA Basic @BBL X1C',
				filament_vendor: '"House"',
				filament_type: 'PLA',
				nozzle_temperature: '215,210',
				activate_air_filtration: 0,
				updated_time: String(Math.floor((now - 12 * DAY) / 1000)),
			},
		}),
		preset('print', 'PPUS5566778899ccdd', '0.20mm strong', {
			public: false,
			version: '1.9.0.14',
			updatedAt: now - 5 * DAY,
			baseId: 'GP004',
			inherits: '0.20mm Standard @BBL X1C',
			setting: {
				inherits: '0.20mm Standard @BBL X1C',
				wall_loops: '4',
				sparse_infill_density: '30%',
				updated_time: String(Math.floor((now - 5 * DAY) / 1000)),
			},
		}),
	];
}
