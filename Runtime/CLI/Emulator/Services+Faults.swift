import ApplicationAutoScaling
import DynamoDB
import EventBridge
import Faults
import IAM
import Logs
import Metrics
import SNS
import SQS
import SSM
import STS
import SecretsManager

extension Services {
    /// What can go wrong, by the names that requests are signed for.
    var faultTargets: FaultTargets {
        let actions = [
            "dynamodb": DynamoDB.actionNames,
            "sqs": SQS.actionNames,
            "application-autoscaling": ApplicationAutoScaling.actionNames,
            "events": EventBridge.actionNames,
            "sns": SNS.actionNames,
            "ssm": SSM.actionNames,
            "secretsmanager": SecretsManager.actionNames,
            "sts": STS.actionNames,
            "iam": IAM.actionNames,
            "logs": Logs.actionNames,
            "monitoring": Metrics.actionNames,
            "lambda": ["Invoke"], "s3": [], "scheduler": [],
        ]
        return FaultTargets(actions: actions, receivers: ["events", "lambda", "logs", "sns", "sqs"])
    }
}
