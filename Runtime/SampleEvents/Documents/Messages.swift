/// https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
extension SampleEvent {
    static let sns = [
        SampleEvent(
            "sns",
            "notification",
            "A topic's notification",
            Parameter.arn + [
                .init("topic", "new-books"), .init("subject", "A new book"),
                .init("message", "Middlemarch is on the shelf."),
            ],
            #"""
            {
              "Records": [
                {
                  "EventSource": "aws:sns",
                  "EventVersion": "1.0",
                  "EventSubscriptionArn": "arn:${partition}:sns:${region}:${account-id}:${topic}:0b8e6a1c-5f43-4d0e-9b5a",
                  "Sns": {
                    "Type": "Notification",
                    "MessageId": "2f6d1c7e-8a90-4b0e-9b5a-0b8e6a1c5f43",
                    "TopicArn": "arn:${partition}:sns:${region}:${account-id}:${topic}",
                    "Subject": "${subject}",
                    "Message": "${message}",
                    "Timestamp": "2026-03-14T09:26:53.589Z",
                    "SignatureVersion": "1",
                    "Signature": "c2lnbmF0dXJl",
                    "SigningCertUrl": "https://sns.${region}.amazonaws.com/SimpleNotificationService.pem",
                    "UnsubscribeUrl": "https://sns.${region}.amazonaws.com/?Action=Unsubscribe",
                    "MessageAttributes": {
                      "Test": {"Type": "String", "Value": "novel"},
                      "TestBinary": {"Type": "Binary", "Value": "bm92ZWw="}
                    }
                  }
                }
              ]
            }
            """#
        )
    ]

    static let sqs = [
        SampleEvent(
            "sqs",
            "receive-message",
            "A batch of one message of a queue",
            Parameter.arn + [.init("queue-name", "orders"), .init("body", "Please send Middlemarch.")],
            #"""
            {
              "Records": [
                {
                  "messageId": "2f6d1c7e-8a90-4b0e-9b5a-0b8e6a1c5f43",
                  "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                  "body": "${body}",
                  "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1773480413000",
                    "SenderId": "${account-id}",
                    "ApproximateFirstReceiveTimestamp": "1773480413001"
                  },
                  "messageAttributes": {},
                  "md5OfBody": "${md5:body}",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:${partition}:sqs:${region}:${account-id}:${queue-name}",
                  "awsRegion": "${region}"
                }
              ]
            }
            """#
        )
    ]
}
