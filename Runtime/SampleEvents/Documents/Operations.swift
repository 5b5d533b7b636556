/// Batch, CloudFormation, CloudWatch, CodeCommit, CodePipeline, Config and Step Functions: what runs and watches systems.
extension SampleEvent {
    static let batch = [
        SampleEvent(
            "batch",
            "get-job",
            "A job is described",
            #"{"jobName": "nightly-import", "jobQueue": "imports", "jobDefinition": "import-books"}"#
        ),
        SampleEvent(
            "batch",
            "submit-job",
            "A job has been submitted",
            #"{"jobId": "1a2b3c4d-5e6f-4708-91a2-b3c4d5e6f708"}"#
        ),
    ]

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
    static let cloudFormation = [
        SampleEvent(
            "cloudformation",
            "create-request",
            "A custom resource is to be made",
            Parameter.arn + [.init("stack", "BookService")],
            #"""
            {
              "RequestType": "Create",
              "ResponseURL": "https://cloudformation-custom-resource.s3.amazonaws.com/response?signature=...",
              "StackId": "arn:${partition}:cloudformation:${region}:${account-id}:stack/${stack}/0b8e6a1c-5f43",
              "RequestId": "2f6d1c7e-8a90-4b0e-9b5a-0b8e6a1c5f43",
              "ResourceType": "Custom::SearchIndex",
              "LogicalResourceId": "SearchIndex",
              "ResourceProperties": {"StackName": "${stack}", "List": ["title", "author", "genre"]}
            }
            """#
        )
    ]

    /// https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html
    static let cloudWatch = [
        SampleEvent(
            "cloudwatch",
            "logs",
            "Lines of a log group that pass a subscription filter",
            #"""
            {
              "awslogs": {
                "data": {
                  "$gzip": {
                    "messageType": "DATA_MESSAGE",
                    "owner": "000000000000",
                    "logGroup": "/aws/lambda/search",
                    "logStream": "2026/03/14/[$LATEST]0b8e6a1c5f434d0e9b5a2f6d1c7e8a90",
                    "subscriptionFilters": ["errors"],
                    "logEvents": [
                      {
                        "id": "39546986683135544286507457936321625675700192471156785154",
                        "timestamp": 1773480413000,
                        "message": "ERROR the search index did not answer\n"
                      },
                      {
                        "id": "39546986683135544286507457936321625675700192471156785155",
                        "timestamp": 1773480414000,
                        "message": "ERROR gave up after 3 attempts\n"
                      }
                    ]
                  }
                }
              }
            }
            """#
        ),
        SampleEvent(
            "cloudwatch",
            "scheduled-event",
            "A rule's schedule is due",
            Parameter.arn + [.init("rule", "nightly")],
            #"""
            {
              "id": "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90",
              "detail-type": "Scheduled Event",
              "source": "aws.events",
              "account": "${account-id}",
              "time": "2026-03-14T02:00:00Z",
              "region": "${region}",
              "resources": ["arn:${partition}:events:${region}:${account-id}:rule/${rule}"],
              "detail": {}
            }
            """#
        ),
    ]

    /// https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda.html
    static let codeCommit = [
        SampleEvent(
            "codecommit",
            "repository",
            "A repository's trigger fires",
            Parameter.arn + [
                .init("repository", "book-service"), .init("trigger", "on-push"),
                .init("custom-data", "rebuild the search index"),
            ],
            #"""
            {
              "Records": [
                {
                  "awsRegion": "${region}",
                  "codecommit": {
                    "references": [{"commit": "7c1d0f5e2b3a49687d8e9fa0b1c2d3e4f5061728", "ref": "refs/heads/main"}]
                  },
                  "customData": "${custom-data}",
                  "eventId": "2f6d1c7e-8a90-4b0e-9b5a-0b8e6a1c5f43",
                  "eventName": "ReferenceChanges",
                  "eventPartNumber": 1,
                  "eventSource": "aws:codecommit",
                  "eventSourceARN": "arn:${partition}:codecommit:${region}:${account-id}:${repository}",
                  "eventTime": "2026-03-14T09:26:53.589+0000",
                  "eventTotalParts": 1,
                  "eventTriggerConfigId": "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90",
                  "eventTriggerName": "${trigger}",
                  "eventVersion": "1.0",
                  "userIdentityARN": "arn:${partition}:iam::${account-id}:user/librarian"
                }
              ]
            }
            """#
        )
    ]

    /// https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
    static let codePipeline = [
        SampleEvent(
            "codepipeline",
            "job",
            "A pipeline's action is to be done",
            [
                .accountID, .init("input-bucket", "book-service-source"), .init("input-key", "source/latest.zip"),
                .init("output-bucket", "book-service-build"), .init("output-key", "build/latest.zip"),
            ],
            #"""
            {
              "CodePipeline.job": {
                "data": {
                  "artifactCredentials": {
                    "secretAccessKey": "a-secret-access-key",
                    "sessionToken": "a-session-token",
                    "accessKeyId": "ASIAEXAMPLE"
                  },
                  "actionConfiguration": {
                    "configuration": {"FunctionName": "check-release", "UserParameters": "stage=test"}
                  },
                  "inputArtifacts": [
                    {
                      "revision": "7c1d0f5e2b3a49687d8e9fa0b1c2d3e4f5061728",
                      "name": "source",
                      "location": {
                        "type": "S3",
                        "s3Location": {"objectKey": "${input-key}", "bucketName": "${input-bucket}"}
                      }
                    }
                  ],
                  "outputArtifacts": [
                    {
                      "revision": null,
                      "name": "build",
                      "location": {
                        "type": "S3",
                        "s3Location": {"objectKey": "${output-key}", "bucketName": "${output-bucket}"}
                      }
                    }
                  ]
                },
                "id": "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90",
                "accountId": "${account-id}"
              }
            }
            """#
        )
    ]

    static let stepFunctions = [
        SampleEvent(
            "stepfunctions",
            "error",
            "What a state that caught an error hands on",
            [.init("error", "Import.PageMissing"), .init("cause", "Page 7 of the provider's catalogue is missing.")],
            #"{"Error": "${error}", "Cause": "${cause}"}"#
        )
    ]
}
