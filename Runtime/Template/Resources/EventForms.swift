/// The parts of what carries events that go into requests as the template has them.
extension Form {
    static let retryPolicy = Form.object(["MaximumRetryAttempts": .whole, "MaximumEventAgeInSeconds": .whole])
    static let deadLetterConfig = Form.object(["Arn": .text])
    static let inputTransformer = Form.object(["InputPathsMap": .any, "InputTemplate": .text])

    /// Of the kinds of targets that are not here, the service refuses the parameters.
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-events-rule-target.html
    static let ruleTarget = Form.object([
        "Id": .text, "Arn": .text, "RoleArn": .text, "Input": .text, "InputPath": .text,
        "InputTransformer": inputTransformer, "RetryPolicy": retryPolicy, "DeadLetterConfig": deadLetterConfig,
        "SqsParameters": .object(["MessageGroupId": .text]),
        "HttpParameters": .object([
            "HeaderParameters": .any, "QueryStringParameters": .any, "PathParameterValues": .list(.text),
        ]),
        "AppSyncParameters": .any, "BatchParameters": .any, "EcsParameters": .any, "KinesisParameters": .any,
        "RedshiftDataParameters": .any, "RunCommandParameters": .any, "SageMakerPipelineParameters": .any,
    ])

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-scheduler-schedule-target.html
    static let scheduleTarget = Form.object([
        "Arn": .text, "RoleArn": .text, "Input": .text, "RetryPolicy": retryPolicy,
        "DeadLetterConfig": deadLetterConfig, "SqsParameters": .object(["MessageGroupId": .text]),
        "EventBridgeParameters": .object(["DetailType": .text, "Source": .text]),
        "EcsParameters": .any, "KinesisParameters": .any, "SageMakerPipelineParameters": .any,
    ])

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-scheduler-schedule-flexibletimewindow.html
    static let flexibleTimeWindow = Form.object(["Mode": .text, "MaximumWindowInMinutes": .whole])

    static let subscriptionRedrivePolicy = Form.object(["deadLetterTargetArn": .text])

    /// https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
    static let deliveryPolicy = Form.object([
        "healthyRetryPolicy": .object([
            "numRetries": .whole, "numNoDelayRetries": .whole, "numMinDelayRetries": .whole,
            "numMaxDelayRetries": .whole, "minDelayTarget": .whole, "maxDelayTarget": .whole, "backoffFunction": .text,
        ]),
        "throttlePolicy": .object(["maxReceivesPerSecond": .whole]),
        "requestPolicy": .object(["headerContentType": .text]),
    ])

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-eventsourcemapping-filtercriteria.html
    static let filterCriteria = Form.object(["Filters": .list(.object(["Pattern": .text]))])
}
