/** What the REST API of the current host does, and since which of the hosts that are tested. */
const SINCE = {
	/** Publishing goes on after n8n's answer, and can be asked for. Before, the answer says how it ended. */
	publishesLater: '2.41',
	/** What is stored is run. Before, the editor sent the workflow along. */
	runsWhatIsStored: '2.20',
};

export type RestFeature = keyof typeof SINCE;

export function hasFeature(version: string, feature: RestFeature): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [sinceMajor = 0, sinceMinor = 0] = SINCE[feature].split('.').map(Number);
	return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}
