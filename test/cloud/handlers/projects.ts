import type { Cloud } from '../cloud';
import { json } from '../http/reply';
import { modelFile, hasProject, projectId, projectProfile, projectSummary } from './printContext';
import { owner, type Handlers } from './call';
import { INVALID_PARAMETERS, IOT_SUCCESS, iotError } from './replies';

const REFUSALS = {
	forbidden: iotError(403, 8, 'permission denied', 'Resource forbidden'),
	badRequest: iotError(400, 2, 'missing resource'),
};

export const projectHandlers: Handlers = {
	getProjects: (call, cloud) => {
		const { uid } = owner(call);
		const projects = projectPrints(cloud).map((print) => projectSummary(print, uid));
		return json({ ...IOT_SUCCESS, projects });
	},

	getProject: (call, cloud) => {
		const id = call.params.projectId ?? '';
		if (!/^\d+$/.test(id)) return INVALID_PARAMETERS;
		const print = projectPrints(cloud).find((candidate) => projectId(candidate) === id);
		if (!print) return REFUSALS[cloud.settings.foreignProject];
		return json({
			...IOT_SUCCESS,
			...projectSummary(print, owner(call).uid),
			profiles: [projectProfile(print, cloud)],
			download_url: cloud.sign(modelFile(print).path),
			download_md5: md5Of(print.id),
			keystore_xml: null,
			upload_url: null,
			upload_ticket: null,
		});
	},

	getPrintProfile: (call, cloud) => {
		const { profileId } = call.params;
		const print = cloud.world.prints.find(
			(candidate) =>
				String(candidate.profileId) === profileId && candidate.modelId === call.query.model_id,
		);
		if (!print) return iotError(404, 2, 'missing resource');
		const file = modelFile(print);
		return json({
			...IOT_SUCCESS,
			...projectProfile(print, cloud),
			content: null,
			filename: file.name,
			url: cloud.sign(file.path),
			md5: md5Of(print.id),
			keystore_xml: null,
		});
	},

	getUploadNotification: (call, cloud) => {
		const ticket = call.query.ticket ?? '';
		const asked = cloud.world.uploads.get(ticket) ?? 0;
		cloud.world.uploads.set(ticket, asked + 1);
		// The first question finds the upload still being worked on.
		return json({ ...IOT_SUCCESS, message: asked === 0 ? 'running' : 'success' });
	},
};

function projectPrints(cloud: Cloud) {
	return cloud.world.prints.filter(hasProject);
}

/** Stands for the checksum of a file that is only made when it is asked for. */
function md5Of(id: number): string {
	return id.toString(16).padStart(32, '0');
}
