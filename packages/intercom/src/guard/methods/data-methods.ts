import type { RowPlace } from "./row-place.ts";
import type { SdkMethodsOf } from "./sdk-method.ts";

const BY_ID: RowPlace = {
  ids: ["custom_object_instance_id"],
  read: "customObjectInstances.getCustomObjectInstancesById",
};
const BY_EXTERNAL_ID: RowPlace = {
  ids: ["external_id"],
  read: "customObjectInstances.getCustomObjectInstancesByExternalId",
};

export const dataMethods: SdkMethodsOf<
  "dataAttributes" | "customObjectInstances" | "dataExport" | "export" | "jobs"
> = {
  "dataAttributes.list": {
    permission: "data_attributes:read",
    http: "GET /data_attributes",
    rows: "data",
  },
  "dataAttributes.create": {
    permission: "data_attributes:write",
    http: "POST /data_attributes",
    fields: true,
  },
  "dataAttributes.update": {
    permission: "data_attributes:write",
    http: "PUT /data_attributes/{data_attribute_id}",
    row: { ids: ["data_attribute_id"] },
    fields: true,
    nested: true,
  },

  // The SDK's names are the wrong way round: deleting "by id" takes the external id, and the reverse.
  "customObjectInstances.getCustomObjectInstancesByExternalId": {
    permission: "custom_objects:read",
    http: "GET /custom_object_instances/{custom_object_type_identifier}",
    queryIds: ["external_id"],
    row: BY_EXTERNAL_ID,
    answersRow: true,
  },
  "customObjectInstances.getCustomObjectInstancesById": {
    permission: "custom_objects:read",
    http: "GET /custom_object_instances/{custom_object_type_identifier}/{custom_object_instance_id}",
    row: BY_ID,
    answersRow: true,
  },
  "customObjectInstances.createCustomObjectInstances": {
    permission: "custom_objects:write",
    http: "POST /custom_object_instances/{custom_object_type_identifier}",
    fields: true,
  },
  "customObjectInstances.deleteCustomObjectInstancesById": {
    permission: "custom_objects:write",
    http: "DELETE /custom_object_instances/{custom_object_type_identifier}",
    queryIds: ["external_id"],
    row: BY_EXTERNAL_ID,
  },
  "customObjectInstances.deleteCustomObjectInstancesByExternalId": {
    permission: "custom_objects:write",
    http: "DELETE /custom_object_instances/{custom_object_type_identifier}/{custom_object_instance_id}",
    row: BY_ID,
  },

  "dataExport.create": { permission: "exports:run", http: "POST /export/content/data" },
  "dataExport.find": {
    permission: "exports:run",
    http: "GET /export/content/data/{job_identifier}",
  },
  "dataExport.cancel": { permission: "exports:run", http: "POST /export/cancel/{job_identifier}" },
  "dataExport.download": {
    permission: "exports:run",
    http: "GET /download/content/data/{job_identifier}",
  },
  "dataExport.exportReportingData": {
    permission: "exports:run",
    http: "GET /export/reporting_data/{job_identifier}",
  },
  "dataExport.downloadReportingDataExport": {
    permission: "exports:run",
    http: "GET /download/reporting_data/{job_identifier}",
  },
  "export.enqueueANewReportingDataExportJob": {
    permission: "exports:run",
    http: "POST /export/reporting_data/enqueue",
  },
  "export.listAvailableDatasetsAndAttributes": {
    permission: "exports:run",
    http: "GET /export/reporting_data/get_datasets",
    noRequest: true,
  },

  "jobs.status": {
    permission: "jobs:read",
    http: "GET /jobs/status/{job_id}",
    row: { ids: ["job_id"], read: "jobs.status" },
    answersRow: true,
  },
};
