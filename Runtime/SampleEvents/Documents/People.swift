/// Cognito, Connect, SES and WorkMail: what people do, say and write.
extension SampleEvent {
    /// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-events.html
    static let cognito = [
        SampleEvent(
            "cognito",
            "sync-trigger",
            "Records of a data set are synchronized",
            [.region],
            #"""
            {
              "version": 2,
              "eventType": "SyncTrigger",
              "region": "${region}",
              "identityPoolId": "us-east-1:0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90",
              "identityId": "us-east-1:2f6d1c7e-8a90-4b0e-9b5a-0b8e6a1c5f43",
              "datasetName": "shelf",
              "datasetRecords": {
                "SampleKey1": {"oldValue": "emma", "newValue": "persuasion", "op": "replace"},
                "SampleKey2": {"oldValue": "page 12", "newValue": "page 40", "op": "replace"}
              }
            }
            """#
        )
    ]

    /// https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html
    static let connect = [
        SampleEvent(
            "connect",
            "contact-flow-event",
            "A caller comes to a step of a contact flow",
            Parameter.arn + [
                .init("contact-id", "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90"), .init("phone-number", "+441632960001"),
            ],
            #"""
            {
              "Name": "ContactFlowEvent",
              "Details": {
                "ContactData": {
                  "Attributes": {},
                  "Channel": "VOICE",
                  "ContactId": "${contact-id}",
                  "CustomerEndpoint": {"Address": "${phone-number}", "Type": "TELEPHONE_NUMBER"},
                  "InitialContactId": "${contact-id}",
                  "InitiationMethod": "API",
                  "InstanceARN": "arn:${partition}:connect:${region}:${account-id}:instance/2f6d1c7e-8a90-4b0e-9b5a",
                  "MediaStreams": {
                    "Customer": {
                      "Audio": {
                        "StartFragmentNumber": "91343852333181432392682062622220590765191907586",
                        "StartTimestamp": "1773480413000",
                        "StreamARN": "arn:${partition}:kinesisvideo:${region}:${account-id}:stream/calls/1773480413000"
                      }
                    }
                  },
                  "PreviousContactId": "${contact-id}",
                  "Queue": null,
                  "SystemEndpoint": {"Address": "${phone-number}", "Type": "TELEPHONE_NUMBER"}
                },
                "Parameters": {}
              }
            }
            """#
        )
    ]

    /// https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html
    static let ses = [
        SampleEvent(
            "ses",
            "email-receiving",
            "A mail has come in",
            Parameter.arn + [.init("dns-suffix", "us-east-1.amazonaws.com")],
            mailDocument
        )
    ]

    private static let mailDocument = #"""
        {
          "Records": [
            {
              "eventSource": "aws:ses",
              "eventVersion": "1.0",
              "ses": {
                "mail": {
                  "commonHeaders": {
                    "date": "Sat, 14 Mar 2026 09:26:53 +0000",
                    "from": ["Dorothea Brooke <dorothea@example.com>"],
                    "messageId": "<20260314.092653@example.com>",
                    "returnPath": "dorothea@example.com",
                    "subject": "A book I miss",
                    "to": ["library@example.com"]
                  },
                  "destination": ["library@example.com"],
                  "headers": [
                    {"name": "Return-Path", "value": "<dorothea@example.com>"},
                    {
                      "name": "Received",
                      "value": "from mail.example.com [203.0.113.7] by inbound-smtp.${dns-suffix} with SMTP id k3p5r7t9"
                    },
                    {
                      "name": "DKIM-Signature",
                      "value": "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=mail; h=from:to:subject; bh=...; b=..."
                    },
                    {"name": "MIME-Version", "value": "1.0"},
                    {"name": "From", "value": "Dorothea Brooke <dorothea@example.com>"},
                    {"name": "Date", "value": "Sat, 14 Mar 2026 09:26:53 +0000"},
                    {"name": "Message-ID", "value": "<20260314.092653@example.com>"},
                    {"name": "Subject", "value": "A book I miss"},
                    {"name": "To", "value": "library@example.com"},
                    {"name": "Content-Type", "value": "text/plain; charset=UTF-8"}
                  ],
                  "headersTruncated": false,
                  "messageId": "k3p5r7t9v1x3z5b7d9f1h3j5l7n9p1r3t5v7x9z1",
                  "source": "dorothea@example.com",
                  "timestamp": "2026-03-14T09:26:53.000Z"
                },
                "receipt": {
                  "action": {
                    "functionArn": "arn:${partition}:lambda:${region}:${account-id}:function:read-mail",
                    "invocationType": "Event",
                    "type": "Lambda"
                  },
                  "dkimVerdict": {"status": "PASS"},
                  "processingTimeMillis": 412,
                  "recipients": ["library@example.com"],
                  "spamVerdict": {"status": "PASS"},
                  "spfVerdict": {"status": "PASS"},
                  "timestamp": "2026-03-14T09:26:53.000Z",
                  "virusVerdict": {"status": "PASS"}
                }
              }
            }
          ]
        }
        """#

    /// https://docs.aws.amazon.com/workmail/latest/adminguide/lambda.html
    static let workMail = [
        SampleEvent(
            "workmail",
            "email",
            "A mail comes or goes",
            [
                .init("flow-direction", "INBOUND"), .init("mail-from", "dorothea@example.com"),
                .init("sender", "secretary@example.com"),
            ],
            #"""
            {
              "summaryVersion": "2018-10-10",
              "envelope": {
                "mailFrom": {"address": "${mail-from}"},
                "recipients": [{"address": "library@example.com"}, {"address": "archive@example.com"}]
              },
              "sender": {"address": "${sender}"},
              "subject": "A book I miss",
              "messageId": "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90",
              "invocationId": "2f6d1c7e8a904b0e9b5a0b8e6a1c5f43",
              "flowDirection": "${flow-direction}",
              "truncated": false
            }
            """#
        )
    ]
}
