/// https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
extension SampleEvent {
    static let config = [
        rule("item-change-notification", "A resource has changed", "bucket-changed", itemChange),
        rule(
            "oversized-item-change-notification",
            "A resource has changed, too much to tell it here",
            "bucket-changed",
            oversized
        ),
        rule(
            "periodic-rule",
            "A rule that runs at intervals is due",
            "every-day",
            #"""
            {
              "awsAccountId": "${account-id}",
              "notificationCreationTime": "2026-03-14T02:00:00.000Z",
              "messageType": "ScheduledNotification",
              "recordVersion": "1.0"
            }
            """#
        ),
    ]

    private static func rule(_ name: String, _ summary: String, _ rule: String, _ invokingEvent: String) -> SampleEvent
    {
        SampleEvent(
            "config",
            name,
            summary,
            Parameter.arn,
            #"""
            {
              "invokingEvent": {"$text": \#(invokingEvent)},
              "ruleParameters": {"$text": {"maximumAgeInDays": "90"}},
              "resultToken": "a-result-token",
              "eventLeftScope": false,
              "executionRoleArn": "arn:${partition}:iam::${account-id}:role/config",
              "configRuleArn": "arn:${partition}:config:${region}:${account-id}:config-rule/config-rule-7f3a9c",
              "configRuleName": "\#(rule)",
              "configRuleId": "config-rule-7f3a9c",
              "accountId": "${account-id}",
              "version": "1.0"
            }
            """#
        )
    }

    /// What both changes tell of the resource.
    private static let resource = #"""
        "configurationItemCaptureTime": "2026-03-14T09:26:53.589Z",
        "awsAccountId": "${account-id}",
        "configurationItemStatus": "OK",
        "resourceId": "i-0a1b2c3d4e5f60718",
        "configurationStateMd5Hash": "9c1f5b2e7d3a48608b7c6d5e4f3a2b1c",
        "resourceCreationTime": "2026-03-14T09:20:00.000Z",
        "configurationStateId": 7,
        "configurationItemVersion": "1.2",
        "ARN": "arn:${partition}:ec2:${region}:${account-id}:instance/i-0a1b2c3d4e5f60718",
        "awsRegion": "${region}",
        "availabilityZone": "${region}a",
        "resourceType": "AWS::EC2::Instance"
        """#

    private static let itemChange = #"""
        {
          "configurationItem": {
            \#(resource),
            "resourceName": "bookshop",
            "tags": {"team": "books"},
            "relationships": [
              {
                "resourceId": "eipalloc-0a1b2c3d4e5f60718",
                "resourceType": "AWS::EC2::EIP",
                "name": "Is attached to ElasticIp"
              }
            ],
            "configuration": {"instanceType": "t4g.micro"}
          },
          "messageType": "ConfigurationItemChangeNotification"
        }
        """#

    private static let oversized = #"""
        {
          "configurationItemSummary": {"changeType": "UPDATE", \#(resource), "resourceName": null},
          "messageType": "OversizedConfigurationItemChangeNotification"
        }
        """#
}
