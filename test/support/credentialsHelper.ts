import { getAdditionalKeys } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import {
	ICredentialsHelper,
	NodeHelpers,
	getCredentialOwnRequestAllowedDomains,
	isExpression,
} from 'n8n-workflow';

import { startNode, workflowForExpressions } from './n8nParts';
import type { StoredCredential } from './storedCredential';

/**
 * Stands in for n8n's CredentialsHelper, the one part of credential handling that lives in the n8n
 * server and not in n8n-core. Written after the behaviour of n8n 2.41.1; the database is replaced
 * by StoredCredential. `authenticate` as a generic object is left out: ours is a function.
 */
export class StandInCredentialsHelper extends ICredentialsHelper {
	constructor(private readonly credentials: readonly StoredCredential[]) {
		super();
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override getCredentialsProperties(typeName: string): INodeProperties[] {
		return this.typeNamed(typeName).properties;
	}

	override async authenticate(
		data: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeNamed(typeName);
		const options = requestOptions as IHttpRequestOptions;
		if (authenticate === undefined) return options;
		if (typeof authenticate !== 'function') {
			throw new Error(`The harness knows authenticate as a function only (${typeName})`);
		}
		return await authenticate(data, options);
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		data: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeNamed(typeName);
		const expirable = type.properties.find(
			({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || type.preAuthentication === undefined) return undefined;
		if (data[expirable] !== '' && !credentialsExpired) return undefined;

		const output = await type.preAuthentication.call(withinAllowedDomains(helpers, data), data);
		const details = node.credentials?.[typeName];
		if (output[expirable] === undefined || details === undefined) return undefined;

		const credential = this.find(details);
		const stored = credential.data;
		const toStore = Object.entries(output).filter(
			([key]) => key === expirable || !isExpression(stored[key]),
		);
		credential.save({
			...stored,
			...(Object.fromEntries(toStore) as ICredentialDataDecryptedObject),
		});
		return Object.assign(data, output);
	}

	override async runPreAuthentication(
		helpers: IHttpRequestHelper,
		data: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.typeNamed(typeName);
		const output = await preAuthentication?.call(withinAllowedDomains(helpers, data), data);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	override async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		_typeName: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		expressionContext?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const credential = this.find(details);
		if (raw === true) return credential.data;
		return await this.resolve(credential, additionalData, mode, executeData, expressionContext);
	}

	/** Defaults filled in, values of hidden fields dropped, expressions evaluated. */
	async resolve(
		credential: StoredCredential,
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		context?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = credential.data as INodeParameters;
		const { properties } = credential.type;
		const known = NodeHelpers.getNodeParameters(properties, stored, true, false, null, null) ?? {};
		// n8n adds these two fields to every credential.
		for (const name of ['allowedHttpRequestDomains', 'allowedDomains']) {
			known[name] ??= stored[name];
		}
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (context) {
			return context.workflow.expression.getParameterValue(
				known,
				context.runExecutionData,
				context.runIndex,
				context.itemIndex,
				context.node.name,
				context.connectionInputData,
				mode,
				keys,
				executeData,
				false,
				known,
			) as ICredentialDataDecryptedObject;
		}
		const { expression } = workflowForExpressions();
		return await expression.withIsolate(
			async () =>
				expression.getComplexParameterValue(
					startNode(),
					known,
					mode,
					keys,
					undefined,
					undefined,
					known,
				) as ICredentialDataDecryptedObject,
		);
	}

	override async getCredentials(): Promise<ICredentials> {
		throw new Error('The harness has no encrypted credentials');
	}

	override async updateCredentials(
		details: INodeCredentialsDetails,
		_typeName: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.find(details).save(data);
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('The harness has no OAuth');
	}

	private typeNamed(typeName: string) {
		const credential = this.credentials.find(({ type }) => type.name === typeName);
		if (credential === undefined) throw new Error(`Unknown credential type "${typeName}"`);
		return credential.type;
	}

	private find({ id }: INodeCredentialsDetails): StoredCredential {
		const credential = this.credentials.find((candidate) => candidate.id === id);
		if (credential === undefined) throw new Error(`Found no credential with ID "${id}".`);
		return credential;
	}
}

/** A credential may be restricted to domains by its owner; its own sign-in is then held to them. */
function withinAllowedDomains(
	{ helpers }: IHttpRequestHelper,
	data: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	return {
		helpers: {
			httpRequest: async (options) => {
				const allowedDomains = getCredentialOwnRequestAllowedDomains(data);
				return await helpers.httpRequest(
					allowedDomains === undefined ? options : { ...options, allowedDomains },
				);
			},
		},
	};
}
