// Written by `npm run registry` from the folders beside it. Do not edit.
import accountGetPreferences from './account/getPreferences.operation';
import accountGetProfile from './account/getProfile.operation';
import accountResource from './account/resource';
import deviceGet from './device/get.operation';
import deviceGetAll from './device/getAll.operation';
import deviceGetCameraAccess from './device/getCameraAccess.operation';
import deviceGetFirmware from './device/getFirmware.operation';
import deviceGetPrintStatus from './device/getPrintStatus.operation';
import deviceGetReportRequest from './device/getReportRequest.operation';
import deviceReadLiveReport from './device/readLiveReport.operation';
import deviceUpdate from './device/update.operation';
import deviceResource from './device/resource';
import errorCodeGet from './errorCode/get.operation';
import errorCodeResource from './errorCode/resource';
import filamentSpoolCreate from './filamentSpool/create.operation';
import filamentSpoolDelete from './filamentSpool/delete.operation';
import filamentSpoolGetAll from './filamentSpool/getAll.operation';
import filamentSpoolGetCatalogue from './filamentSpool/getCatalogue.operation';
import filamentSpoolUpdate from './filamentSpool/update.operation';
import filamentSpoolResource from './filamentSpool/resource';
import fileDownload from './file/download.operation';
import fileGetUploadStatus from './file/getUploadStatus.operation';
import fileResource from './file/resource';
import makerWorldGetComments from './makerWorld/getComments.operation';
import makerWorldGetModel from './makerWorld/getModel.operation';
import makerWorldGetModels from './makerWorld/getModels.operation';
import makerWorldGetPointHistory from './makerWorld/getPointHistory.operation';
import makerWorldGetStatistics from './makerWorld/getStatistics.operation';
import makerWorldResource from './makerWorld/resource';
import messageGetAll from './message/getAll.operation';
import messageGetUnreadCount from './message/getUnreadCount.operation';
import messageResource from './message/resource';
import profileGet from './profile/get.operation';
import profileResource from './profile/resource';
import projectGet from './project/get.operation';
import projectGetAll from './project/getAll.operation';
import projectResource from './project/resource';
import sessionGetMqttConnection from './session/getMqttConnection.operation';
import sessionGetStatus from './session/getStatus.operation';
import sessionGetTicket from './session/getTicket.operation';
import sessionRefreshToken from './session/refreshToken.operation';
import sessionRequestCode from './session/requestCode.operation';
import sessionResource from './session/resource';
import slicerResourceGetAll from './slicerResource/getAll.operation';
import slicerResourceResource from './slicerResource/resource';
import slicerSettingCreate from './slicerSetting/create.operation';
import slicerSettingDelete from './slicerSetting/delete.operation';
import slicerSettingGet from './slicerSetting/get.operation';
import slicerSettingGetAll from './slicerSetting/getAll.operation';
import slicerSettingResource from './slicerSetting/resource';
import taskCreate from './task/create.operation';
import taskGet from './task/get.operation';
import taskGetAll from './task/getAll.operation';
import taskGetDetails from './task/getDetails.operation';
import taskResource from './task/resource';
import type { RegisteredResource } from '../core/operation';

export const resources: RegisteredResource[] = [
	{
		...accountResource,
		operations: [
			accountGetPreferences,
			accountGetProfile,
		],
	},
	{
		...deviceResource,
		operations: [
			deviceGet,
			deviceGetAll,
			deviceGetCameraAccess,
			deviceGetFirmware,
			deviceGetPrintStatus,
			deviceGetReportRequest,
			deviceReadLiveReport,
			deviceUpdate,
		],
	},
	{
		...errorCodeResource,
		operations: [
			errorCodeGet,
		],
	},
	{
		...filamentSpoolResource,
		operations: [
			filamentSpoolCreate,
			filamentSpoolDelete,
			filamentSpoolGetAll,
			filamentSpoolGetCatalogue,
			filamentSpoolUpdate,
		],
	},
	{
		...fileResource,
		operations: [
			fileDownload,
			fileGetUploadStatus,
		],
	},
	{
		...makerWorldResource,
		operations: [
			makerWorldGetComments,
			makerWorldGetModel,
			makerWorldGetModels,
			makerWorldGetPointHistory,
			makerWorldGetStatistics,
		],
	},
	{
		...messageResource,
		operations: [
			messageGetAll,
			messageGetUnreadCount,
		],
	},
	{
		...profileResource,
		operations: [
			profileGet,
		],
	},
	{
		...projectResource,
		operations: [
			projectGet,
			projectGetAll,
		],
	},
	{
		...sessionResource,
		operations: [
			sessionGetMqttConnection,
			sessionGetStatus,
			sessionGetTicket,
			sessionRefreshToken,
			sessionRequestCode,
		],
	},
	{
		...slicerResourceResource,
		operations: [
			slicerResourceGetAll,
		],
	},
	{
		...slicerSettingResource,
		operations: [
			slicerSettingCreate,
			slicerSettingDelete,
			slicerSettingGet,
			slicerSettingGetAll,
		],
	},
	{
		...taskResource,
		operations: [
			taskCreate,
			taskGet,
			taskGetAll,
			taskGetDetails,
		],
	},
];
