import JSON
import Template
import Testing
import Wire

@Suite struct EventRequestTests {
    private static let function = "arn:aws:lambda:us-east-1:000000000000:function:F"

    private func requests(_ application: Application) -> [String] {
        application.eventRequests.map { "\($0.action) \($0.request.text)" }
    }

    @Test func readsTheEventsOfAFunction() {
        let application = readFunction(
            """
            Events:
              R: {Type: EventBridgeRule, Properties: {Pattern: {source: [s]}, InputPath: $.detail}}
              S: {Type: Schedule, Properties: {Schedule: rate(5 minutes), Enabled: false}}
              V: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 hour), Input: "{}"}}
              N: {Type: SNS, Properties: {Topic: !Ref T, FilterPolicy: {a: [b]}}}
            """,
            rest: "  T: {Type: AWS::SNS::Topic}"
        )
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(
            requests(application) == [
                #"PutRule {"Name":"FR","EventPattern":"{\"source\":[\"s\"]}"}"#,
                #"PutTargets {"Rule":"FR","Targets":[{"Id":"FRLambdaTarget","Arn":"\#(Self.function)","InputPath":"$.detail"}]}"#,
                #"PutRule {"Name":"FS","ScheduleExpression":"rate(5 minutes)","State":"DISABLED"}"#,
                #"PutTargets {"Rule":"FS","Targets":[{"Id":"FSLambdaTarget","Arn":"\#(Self.function)"}]}"#,
                #"CreateSchedule {"Name":"FV","ScheduleExpression":"rate(1 hour)","FlexibleTimeWindow":{"Mode":"OFF"},"Target":{"Arn":"\#(Self.function)","RoleArn":"arn:aws:iam::000000000000:role/hearth","Input":"{}"}}"#,
                #"Subscribe {"TopicArn":"arn:aws:sns:us-east-1:000000000000:T","Protocol":"lambda","Endpoint":"\#(Self.function)","Attributes":{"FilterPolicy":"{\"a\":[\"b\"]}"}}"#,
                #"CreateTopic {"Name":"T","Attributes":{}}"#,
            ]
        )
    }

    @Test func takesParametersForNumbers() {
        let application = readFunction(
            """
            Events:
              R: {Type: EventBridgeRule, Properties: {Pattern: {source: [s]}, RetryPolicy: {MaximumRetryAttempts: !Ref Few}}}
              S: {Type: Schedule, Properties: {Schedule: rate(1 hour), RetryPolicy: {MaximumEventAgeInSeconds: !Ref Few}}}
              V:
                Type: ScheduleV2
                Properties:
                  ScheduleExpression: rate(1 hour)
                  RetryPolicy: {MaximumRetryAttempts: !Ref Few}
                  FlexibleTimeWindow: {Mode: FLEXIBLE, MaximumWindowInMinutes: !Ref Few}
            """,
            rest: """
                  W:
                    Type: AWS::Scheduler::Schedule
                    Properties:
                      ScheduleExpression: rate(1 hour)
                      FlexibleTimeWindow: {Mode: FLEXIBLE, MaximumWindowInMinutes: !Ref Few}
                      Target: {Arn: !GetAtt F.Arn, RoleArn: r, RetryPolicy: {MaximumRetryAttempts: !Ref Few}}
                  N:
                    Type: AWS::SNS::Subscription
                    Properties:
                      TopicArn: t
                      Protocol: https
                      Endpoint: https://pets.example
                      DeliveryPolicy: {healthyRetryPolicy: {numRetries: !Ref Few}}
                Parameters:
                  Few: {Type: Number, Default: 60}
                """
        )
        #expect(application.lines == [])
        let numbers = [
            #""RetryPolicy":{"MaximumRetryAttempts":60}"#, #""RetryPolicy":{"MaximumEventAgeInSeconds":60}"#,
            #""FlexibleTimeWindow":{"Mode":"FLEXIBLE","MaximumWindowInMinutes":60}"#, #"{\"numRetries\":60}"#,
        ]
        let texts = requests(application)
        #expect(numbers.map { number in texts.count { $0.contains(number) } } == [3, 1, 2, 1])
    }

    @Test func refusesMisspeltPartsOfTargetsAndPolicies() {
        let application = readFunction(
            """
            Events:
              R: {Type: EventBridgeRule, Properties: {Pattern: {source: [s]}, Target: {ID: t}, RetryPolicy: {Attempts: 1}}}
              Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, FilterCriteria: {Filters: [{Patern: "{}"}]}}}
              S: {Type: Schedule, Properties: {Schedule: rate(1 hour), State: ENABLED, Enabled: true}}
            """,
            rest: """
                  Q: {Type: AWS::SQS::Queue, Properties: {RedriveAllowPolicy: {redrivePermision: denyAll}}}
                  T:
                    Type: AWS::Events::Rule
                    Properties:
                      EventPattern: {source: [s]}
                      Targets: [{Id: t, Arn: !GetAtt Q.Arn, SqsParameter: {}, DeadLetterConfig: {ARN: a}}]
                  V:
                    Type: AWS::Scheduler::Schedule
                    Properties:
                      ScheduleExpression: rate(1 hour)
                      FlexibleTimeWindow: {Mode: "OFF", MaximumWindow: 5}
                      Target: {Arn: !GetAtt Q.Arn, RoleArn: r, Inputt: x, RetryPolicy: {MaxRetries: 2}}
                """
        )
        let resources = "error /Resources"
        let events = "\(resources)/F/Properties/Events"
        #expect(
            application.lines == [
                "\(events)/Q/Properties/FilterCriteria/Filters/0/Patern: unknown property; did you mean Pattern?",
                "\(events)/R/Properties/Target/ID: unknown property; did you mean Id?",
                "\(events)/R/Properties/RetryPolicy/Attempts: unknown property",
                "\(events)/S/Properties: State and Enabled Properties cannot both be specified.",
                "\(resources)/Q/Properties/RedriveAllowPolicy/redrivePermision: unknown property; "
                    + "did you mean redrivePermission?",
                "\(resources)/T/Properties/Targets/0/SqsParameter: unknown property; did you mean SqsParameters?",
                "\(resources)/T/Properties/Targets/0/DeadLetterConfig/ARN: unknown property; did you mean Arn?",
                "\(resources)/V/Properties/FlexibleTimeWindow/MaximumWindow: unknown property",
                "\(resources)/V/Properties/Target/Inputt: unknown property; did you mean Input?",
                "\(resources)/V/Properties/Target/RetryPolicy/MaxRetries: unknown property",
            ]
        )
    }

    @Test func readsConnectionsAndAPIDestinations() throws {
        let application = read(
            """
            Resources:
              C:
                Type: AWS::Events::Connection
                Properties:
                  AuthorizationType: API_KEY
                  AuthParameters:
                    ApiKeyAuthParameters: {ApiKeyName: x-key, ApiKeyValue: secret}
                    InvocationHttpParameters: {HeaderParameters: [{Key: a, Value: b, IsValueSecret: "false"}]}
              D:
                Type: AWS::Events::ApiDestination
                Properties:
                  Name: hook
                  ConnectionArn: !GetAtt C.Arn
                  InvocationEndpoint: https://pets.example/*
                  HttpMethod: POST
                  InvocationRateLimitPerSecond: "7"
              R:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: {source: [s]}
                  Targets:
                    - Id: t
                      Arn: !GetAtt D.Arn
                      RoleArn: arn:aws:iam::000000000000:role/r
                      HttpParameters: {PathParameterValues: [pets]}
            Outputs:
              Connection: {Value: !Ref C}
              Destination: {Value: !Ref D}
              Policy: {Value: !GetAtt D.ArnForPolicy}
              Secret: {Value: !GetAtt C.SecretArn}
            """
        )
        #expect(application.lines == [])
        let arn = "arn:aws:events:us-east-1:000000000000"
        let ids = NamedIDs.connection("C")
        let destination = "\(arn):api-destination/hook/\(NamedIDs.apiDestination("hook"))"
        #expect(
            requests(application) == [
                #"CreateConnection {"Name":"C","AuthorizationType":"API_KEY","AuthParameters":{"ApiKeyAuthParameters":{"ApiKeyName":"x-key","ApiKeyValue":"secret"},"InvocationHttpParameters":{"HeaderParameters":[{"Key":"a","Value":"b","IsValueSecret":false}]}}}"#,
                #"CreateApiDestination {"Name":"hook","ConnectionArn":"\#(arn):connection/C/\#(ids.id)","InvocationEndpoint":"https://pets.example/*","HttpMethod":"POST","InvocationRateLimitPerSecond":7}"#,
                #"PutRule {"Name":"R","EventPattern":"{\"source\":[\"s\"]}"}"#,
                #"PutTargets {"Rule":"R","Targets":[{"Id":"t","Arn":"\#(destination)","RoleArn":"arn:aws:iam::000000000000:role/r","HttpParameters":{"PathParameterValues":["pets"]}}]}"#,
            ]
        )
        #expect(application.eventRequests.map(\.stage) == [0, 1, 1, 2])
        #expect(
            application.eventRequests.flatMap(\.removals).map(\.action).prefix(2) == [
                "DeleteConnection", "DeleteApiDestination",
            ]
        )
        #expect(application.output("Connection") == "C" && application.output("Destination") == "hook")
        #expect(application.output("Policy") == "\(arn):api-destination/hook")
        #expect(application.output("Secret") == "arn:aws:secretsmanager:us-east-1:000000000000:secret:\(ids.secret)")
    }

    @Test func samMakesTheQueuesThatEventsLeaveToIt() throws {
        let application = readFunction(
            """
            Events:
              R: {Type: EventBridgeRule, Properties: {Pattern: {source: [s]}, DeadLetterConfig: {Type: SQS}}}
              S:
                Type: Schedule
                Properties: {Schedule: rate(1 hour), DeadLetterConfig: {Type: SQS, QueueLogicalId: Lost}}
              N: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: true}}
              M:
                Type: SNS
                Properties: {Topic: !Ref T, SqsSubscription: {QueueArn: !GetAtt Q.Arn, QueueUrl: u, BatchSize: 5}}
            """,
            rest: """
                  T: {Type: AWS::SNS::Topic, Properties: {FifoTopic: true}}
                  Q: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
                Outputs:
                  Rule: {Value: !GetAtt FR.Arn}
                  Lost: {Value: !GetAtt Lost.Arn}
                """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(application.queues.map(\.name) == ["Q.fifo", "FRQueue", "Lost", "FNQueue.fifo"])
        #expect(application.output("Rule") == "arn:aws:events:us-east-1:000000000000:rule/FR")
        let account = "arn:aws:sqs:us-east-1:000000000000:"
        #expect(application.output("Lost") == account + "Lost")
        let targets = application.eventRequests.compactMap { $0.request["Targets"]?.arrayValue?.first }
        #expect(
            targets.compactMap { $0["DeadLetterConfig"]?["Arn"]?.stringValue } == [
                account + "FRQueue", account + "Lost",
            ]
        )
        let endpoints = application.eventRequests.filter { $0.action == "Subscribe" }.map { $0.request["Endpoint"] }
        #expect(endpoints == [.string(account + "FNQueue.fifo"), .string(account + "Q.fifo")])
        let mappings = application.eventSourceMappings.map(\.request)
        #expect(mappings.map { $0["EventSourceArn"] } == endpoints && mappings.map { $0["BatchSize"] } == [10, 5])
        #expect(!application.functionPermissions.contains { $0.request["Principal"] == "sns.amazonaws.com" })
    }

    @Test func targetsThatNothingDeliversToAreLeftOut() {
        let application = readFunction(
            "AutoPublishAlias: live",
            rest: """
                  Machine: {Type: AWS::Serverless::StateMachine, Description: a workflow}
                  Rule:
                    Type: AWS::Events::Rule
                    Properties:
                      EventPattern: {source: [s]}
                      Targets:
                        - {Id: a, Arn: !GetAtt Machine.Arn}
                        - {Id: b, Arn: "arn:aws:ssm:us-east-1::automation-definition/x"}
                        - {Id: c, Arn: !Ref FAliaslive}
                """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        let targets = application.eventRequests.compactMap { $0.request["Targets"]?.arrayValue }.first ?? []
        #expect(targets.compactMap { $0["Arn"]?.stringValue } == ["\(Self.function):live"])
        let place = "warning /Resources/Rule/Properties/Targets"
        #expect(
            Set(application.lines).isSuperset(of: [
                "\(place)/0: Hearth does not emulate AWS::Serverless::StateMachine: this target gets nothing",
                "\(place)/1: Hearth does not deliver events to ssm: this target gets nothing",
            ])
        )
    }

    static let badQueues: [(properties: String, message: String)] = [
        (
            "DeadLetterConfig: {Arn: a, Type: SQS}",
            "You can either define 'Arn' or 'Type' property of DeadLetterConfig."
        ),
        ("DeadLetterConfig: {}", "No 'Arn' or 'Type' property provided for DeadLetterConfig."),
        ("DeadLetterConfig: {Type: SNS}", "The only valid value for 'Type' property of DeadLetterConfig is 'SQS'."),
    ]

    @Test(arguments: badQueues)
    func deadLettersGoToAQueueOfEitherKind(properties: String, message: String) {
        let application = readFunction(
            "Events: {S: {Type: Schedule, Properties: {Schedule: rate(1 hour), \(properties)}}}"
        )
        #expect(application.lines.contains { $0.hasSuffix(": \(message)") }, "\(application.lines)")
    }

    @Test func readsResources() {
        let application = readFunction(
            "",
            rest: """
                  Bus: {Type: AWS::Events::EventBus, Properties: {Name: shop}}
                  Rule:
                    Type: AWS::Events::Rule
                    Properties:
                      EventBusName: !Ref Bus
                      EventPattern: {source: [s]}
                      Targets:
                        - {Id: f, Arn: !GetAtt F.Arn, RetryPolicy: {MaximumRetryAttempts: "3"}}
                  Topic:
                    Type: AWS::SNS::Topic
                    Properties:
                      FifoTopic: true
                      ContentBasedDeduplication: true
                      Subscription: [{Protocol: sqs, Endpoint: !GetAtt Q.Arn}]
                  Q: {Type: AWS::SQS::Queue}
                """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        let topic = "arn:aws:sns:us-east-1:000000000000:Topic.fifo"
        #expect(
            requests(application) == [
                #"CreateEventBus {"Name":"shop"}"#,
                #"PutRule {"Name":"Rule","EventBusName":"shop","EventPattern":"{\"source\":[\"s\"]}"}"#,
                #"PutTargets {"Rule":"Rule","EventBusName":"shop","Targets":[{"Id":"f","Arn":"\#(Self.function)","RetryPolicy":{"MaximumRetryAttempts":3}}]}"#,
                #"CreateTopic {"Name":"Topic.fifo","Attributes":{"FifoTopic":"true"}}"#,
                #"SetTopicAttributes {"TopicArn":"\#(topic)","AttributeName":"ContentBasedDeduplication","AttributeValue":"true"}"#,
                #"Subscribe {"TopicArn":"\#(topic)","Protocol":"sqs","Endpoint":"arn:aws:sqs:us-east-1:000000000000:Q"}"#,
            ]
        )
    }

    @Test func readsLogGroupsFiltersAndAlarms() {
        let application = readFunction(
            "Events: {L: {Type: CloudWatchLogs, Properties: {LogGroupName: !Ref G, FilterPattern: ERROR}}}",
            rest: """
                  G: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /shop, RetentionInDays: "7"}}
                  M:
                    Type: AWS::Logs::MetricFilter
                    Properties:
                      LogGroupName: !Ref G
                      FilterPattern: ""
                      MetricTransformations: [{MetricName: Lines, MetricNamespace: Shop, MetricValue: 1}]
                  A:
                    Type: AWS::CloudWatch::Alarm
                    Properties:
                      MetricName: Lines
                      Namespace: Shop
                      Dimensions: [{Name: Queue, Value: 7}]
                      Period: "60"
                      EvaluationPeriods: 1
                      Threshold: "2.5"
                      ComparisonOperator: GreaterThanThreshold
                      AlarmActions: [!GetAtt F.Arn]
                """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(
            requests(application) == [
                #"PutSubscriptionFilter {"logGroupName":"/shop","filterName":"FL","filterPattern":"ERROR","destinationArn":"\#(Self.function)"}"#,
                #"CreateLogGroup {"logGroupName":"/shop"}"#,
                #"PutRetentionPolicy {"logGroupName":"/shop","retentionInDays":7}"#,
                #"PutMetricFilter {"logGroupName":"/shop","filterName":"M","filterPattern":"","metricTransformations":[{"metricName":"Lines","metricNamespace":"Shop","metricValue":"1"}]}"#,
                #"PutMetricAlarm {"AlarmName":"A","MetricName":"Lines","Namespace":"Shop","ComparisonOperator":"GreaterThanThreshold","Period":60,"EvaluationPeriods":1,"AlarmActions":["\#(Self.function)"],"Threshold":2.5,"Dimensions":[{"Name":"Queue","Value":"7"}]}"#,
            ]
        )
    }

    @Test func makesCompositeAlarmsAfterTheirChildren() {
        let application = readFunction(
            "",
            rest: """
                  Top: {Type: AWS::CloudWatch::CompositeAlarm, Properties: {AlarmRule: !Sub "ALARM(${Low})"}}
                  Low:
                    Type: AWS::CloudWatch::CompositeAlarm
                    Properties:
                      AlarmRule: !Sub 'ALARM("${A.Arn}") OR FALSE'
                      ActionsSuppressor: !Ref A
                      ActionsSuppressorWaitPeriod: "60"
                      ActionsSuppressorExtensionPeriod: 120
                      OKActions: [!GetAtt F.Arn]
                  A:
                    Type: AWS::CloudWatch::Alarm
                    Properties: {ComparisonOperator: LessThanThreshold, EvaluationPeriods: 1}
                """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(
            requests(application) == [
                #"PutMetricAlarm {"AlarmName":"A","ComparisonOperator":"LessThanThreshold","EvaluationPeriods":1}"#,
                #"PutCompositeAlarm {"AlarmName":"Low","AlarmRule":"ALARM(\"arn:aws:cloudwatch:us-east-1:000000000000:alarm:A\") OR FALSE","ActionsSuppressor":"A","ActionsSuppressorWaitPeriod":60,"ActionsSuppressorExtensionPeriod":120,"OKActions":["\#(Self.function)"]}"#,
                #"PutCompositeAlarm {"AlarmName":"Top","AlarmRule":"ALARM(Low)"}"#,
            ]
        )
    }

    @Test func knowsWhatTakesBackWhatItMakes() {
        let application = readFunction(
            "Events: {R: {Type: EventBridgeRule, Properties: {Pattern: {source: [s]}}}}",
            rest: """
                  T: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: sqs, Endpoint: q}]}}
                  G: {Type: AWS::Logs::LogGroup}
                """
        )
        let removals = application.eventRequests.flatMap(\.removals).sorted { $0.stage < $1.stage }
        #expect(
            removals.map { "\($0.action) \($0.request.text)" } == [
                #"RemoveTargets {"Rule":"FR","Ids":["FRLambdaTarget"]}"#,
                #"Unsubscribe {"TopicArn":"arn:aws:sns:us-east-1:000000000000:T","Protocol":"sqs","Endpoint":"q"}"#,
                #"DeleteRule {"Name":"FR"}"#, #"DeleteTopic {"Name":"T"}"#,
            ]
        )
    }

    @Test func saysWhatItCannotRead() {
        let application = readFunction(
            """
            Events:
              R: {Type: EventBridgeRule, Properties: {Patern: {source: [s]}}}
              V: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 hour), StartDate: soon}}
            """
        )
        #expect(application.hasErrors)
        #expect(application.lines.contains { $0.contains("Pattern is missing") }, "\(application.lines)")
        #expect(application.lines.contains { $0.contains("must be a date like") }, "\(application.lines)")
    }
}
