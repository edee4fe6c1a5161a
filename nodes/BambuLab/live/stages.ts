/** What a printer is doing, by the number of its stage, in our own words. */
const names: { [stage: number]: string } = Object.assign({}, [
	...['printing', 'leveling the bed', 'preheating the bed', 'testing vibration'],
	...['changing filament', 'waiting', 'paused: filament run-out', 'heating the nozzle'],
	...['calibrating dynamic flow', 'scanning the bed', 'checking the first layer'],
	...['recognizing the plate', 'calibrating the lidar', 'homing', 'wiping the nozzle'],
	...['checking the extruder temperature', 'paused by the user', 'paused: front cover'],
	...['calibrating the lidar', 'calibrating the flow rate', 'paused: nozzle temperature'],
	...['paused: bed temperature', 'unloading filament', 'paused: lost steps', 'loading filament'],
	...['calibrating motor noise', 'paused: AMS disconnected', 'paused: hotend fan'],
	...[
		'paused: chamber temperature',
		'cooling the chamber',
		'paused by G-code',
		'showing the motors',
	],
	...['paused: clumped nozzle', 'paused: cutter', 'paused: first layer', 'paused: clogged nozzle'],
	...['checking motion accuracy', 'calibrating motion accuracy', 'checking motion accuracy again'],
	...['calibrating the nozzle offset', 'leveling the hot bed', 'checking the lever'],
	...['checking door and lid', 'calibrating the laser', 'checking the platform'],
	...['checking the top camera', 'calibrating the top camera', 'leveling, part 1'],
	...['leveling, part 2', 'heating the chamber', 'cooling the bed', 'printing calibration lines'],
	...['checking the material', 'calibrating the live camera', 'waiting for the bed to heat'],
	...['checking the position of the material', 'calibrating the cutter offset'],
	...['measuring the surface', 'conditioning by heat', 'homing the blade holder'],
	...['calibrating the camera offset', 'calibrating the blade holder', 'testing hotend pick-up'],
	...['evening out the chamber temperature', 'preparing the hotend', 'calibrating clump detection'],
	...['purging the chamber air', 'measuring the rotary unit', 'moving to the purge chute'],
	...['cooling the nozzle', 'moving to the bed center', 'fitting arcs', 'recognizing the hotend'],
	...['aligning the plate', 'looking for foreign objects on the bed'],
	...['looking for foreign objects under the bed', 'extruding a little', 'preparing the AMS'],
]);

/** What printers say at rest. */
const none = [-1, 255];

/** The words for a stage; null at rest. */
export function stageName(stage: number): string | null {
	return none.includes(stage) ? null : (names[stage] ?? `stage ${stage}`);
}
