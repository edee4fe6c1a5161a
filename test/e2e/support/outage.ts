import type { Fault } from '../../cloud/faults';
import type { Lab } from './lab';

/** Lets requests fail, all of them unless a match is given, until `endFaults`. */
export async function fail(lab: Lab, fault: Omit<Fault, 'match'> & Partial<Fault>): Promise<void> {
	await lab.control('/faults', { match: {}, ...fault });
}

export async function endFaults(lab: Lab): Promise<void> {
	await fetch(`${lab.cloud.controlUrl}/faults`, { method: 'DELETE' });
}
