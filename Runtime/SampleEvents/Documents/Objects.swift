/// S3, Rekognition and SageMaker: what begins with an object in a bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
extension SampleEvent {
    static let s3 = [
        SampleEvent(
            "s3",
            "batch-invocation",
            "An object that a Batch Operations job comes to",
            [.init("bucket-arn", "arn:aws:s3:::book-covers"), .init("key", "covers/middlemarch.jpg")],
            #"""
            {
              "invocationSchemaVersion": "1.0",
              "invocationId": "AAAAAAGhbWlkZGxlbWFyY2g",
              "job": {"id": "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90"},
              "tasks": [
                {
                  "taskId": "AAAAAAGhdGFzaw",
                  "s3Key": "${url:key}",
                  "s3VersionId": "1",
                  "s3BucketArn": "${bucket-arn}"
                }
              ]
            }
            """#
        ),
        SampleEvent(
            "s3",
            "delete",
            "An object has been deleted",
            objectParameters,
            notification("ObjectRemoved:Delete")
        ),
        SampleEvent("s3", "put", "An object has been put", objectParameters, putDocument),
    ]

    static let rekognition = [
        SampleEvent("rekognition", "s3-request", "A picture to look at has been put", objectParameters, putDocument)
    ]

    private static let objectParameters: [Parameter] = [
        .region, .partition, .init("bucket", "book-covers"), .init("key", "covers/middlemarch.jpg"),
    ]

    private static let putDocument = notification(
        "ObjectCreated:Put",
        #", "size": 24118, "eTag": "9c1f5b2e7d3a48608b7c6d5e4f3a2b1c""#
    )

    private static func notification(_ name: String, _ object: String = "") -> String {
        #"""
        {
          "Records": [
            {
              "eventVersion": "2.1",
              "eventSource": "aws:s3",
              "awsRegion": "${region}",
              "eventTime": "2026-03-14T09:26:53.589Z",
              "eventName": "\#(name)",
              "userIdentity": {"principalId": "AWS:AIDAEXAMPLE"},
              "requestParameters": {"sourceIPAddress": "203.0.113.7"},
              "responseElements": {
                "x-amz-request-id": "9D5A2F6D1C7E8A90",
                "x-amz-id-2": "Zb3kQ0u7VtYpXo1nMdR5cA8sKf2hWj4eLg6iTb9y"
              },
              "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "new-covers",
                "bucket": {
                  "name": "${bucket}",
                  "ownerIdentity": {"principalId": "A3EXAMPLE"},
                  "arn": "arn:${partition}:s3:::${bucket}"
                },
                "object": {"key": "${url:key}", "sequencer": "0069B52C6D1F0A2B3C"\#(object)}
              }
            }
          ]
        }
        """#
    }

    /// https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step3-lambda-requirements.html
    static let sageMaker = [
        SampleEvent(
            "sagemaker",
            "ground-truth-annotation-consolidation",
            "Workers' labels are to be brought together",
            Parameter.arn + [
                .init("labeling-job-name", "cover-colours"), .init("label-attribute-name", "colour"),
                .init("s3-output-path", "s3://book-labels/output"), .init("execution-role", "label-covers"),
                .init("iteration-object-timestamp", "iteration-1/0/2026-03-14_09:26:53"),
            ],
            #"""
            {
              "version": "2018-10-16",
              "labelingJobArn": "\#(labelingJob)",
              "labelAttributeName": "${label-attribute-name}",
              "roleArn": "arn:${partition}:iam::${account-id}:role/${execution-role}",
              "payload": {
                "s3Uri": "${s3-output-path}/${labeling-job-name}/annotations/worker_response/${iteration-object-timestamp}.json"
              }
            }
            """#
        ),
        SampleEvent(
            "sagemaker",
            "ground-truth-pre-human",
            "An object is to be shown to workers",
            Parameter.arn + [
                .init("source-ref", "s3://book-covers/covers/middlemarch.jpg"),
                .init("labeling-job-name", "cover-colours"),
            ],
            #"""
            {
              "version": "2018-10-16",
              "labelingJobArn": "\#(labelingJob)",
              "dataObject": {"source-ref": "${source-ref}"}
            }
            """#
        ),
    ]

    private static let labelingJob =
        "arn:${partition}:sagemaker:${region}:${account-id}:labeling-job/${labeling-job-name}"
}
