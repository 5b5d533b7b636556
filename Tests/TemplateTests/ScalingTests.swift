import JSON
import Template
import Testing

/// Scalable targets and scaling policies.
@Suite struct ScalingTests {
    private static let resources = """
          T:
            Type: AWS::ApplicationAutoScaling::ScalableTarget
            Properties:
              ServiceNamespace: lambda
              ScalableDimension: lambda:function:ProvisionedConcurrency
              ResourceId: !Join [":", [function, !Ref F, live]]
              MinCapacity: "1"
              MaxCapacity: 5
              RoleARN: !Sub arn:aws:iam::${AWS::AccountId}:role/r
              SuspendedState: {ScheduledScalingSuspended: "true"}
              ScheduledActions:
              - ScheduledActionName: a
                Schedule: cron(0 8 * * ? *)
                Timezone: Europe/Madrid
                StartTime: 2026-11-21T03:04:05Z
                ScalableTargetAction: {MinCapacity: 3}
          P:
            Type: AWS::ApplicationAutoScaling::ScalingPolicy
            Properties:
              PolicyName: use
              PolicyType: TargetTrackingScaling
              ScalingTargetId: !Ref T
              TargetTrackingScalingPolicyConfiguration:
                TargetValue: "0.7"
                ScaleInCooldown: 60
                DisableScaleIn: false
                PredefinedMetricSpecification: {PredefinedMetricType: LambdaProvisionedConcurrencyUtilization}
        Outputs:
          Target: {Value: !Ref T}
          Id: {Value: !GetAtt T.Id}
          Policy: {Value: !Ref P}
          Arn: {Value: !GetAtt P.Arn}
        """
    private static let target =
        #""ServiceNamespace":"lambda","ResourceId":"function:F:live","ScalableDimension":"lambda:function:ProvisionedConcurrency""#

    private func requests(_ application: Application) -> [String] {
        application.eventRequests.map { "\($0.action) \($0.request.text)" }
    }

    @Test func becomeRequests() {
        let application = readFunction("AutoPublishAlias: live", rest: Self.resources)
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(
            requests(application) == [
                #"RegisterScalableTarget {\#(Self.target),"MinCapacity":1,"MaxCapacity":5,"RoleARN":"arn:aws:iam::000000000000:role/r","SuspendedState":{"ScheduledScalingSuspended":true}}"#,
                #"PutScheduledAction {\#(Self.target),"ScheduledActionName":"a","Schedule":"cron(0 8 * * ? *)","Timezone":"Europe/Madrid","StartTime":1795230245,"ScalableTargetAction":{"MinCapacity":3}}"#,
                #"PutScalingPolicy {"PolicyName":"use","PolicyType":"TargetTrackingScaling",\#(Self.target),"TargetTrackingScalingPolicyConfiguration":{"TargetValue":0.7,"PredefinedMetricSpecification":{"PredefinedMetricType":"LambdaProvisionedConcurrencyUtilization"},"ScaleInCooldown":60,"DisableScaleIn":false}}"#,
            ]
        )
        let outputs = Dictionary(uniqueKeysWithValues: application.outputs.map { ($0.name, $0.value) })
        #expect(outputs["Target"] == "function:F:live|lambda:function:ProvisionedConcurrency|lambda")
        #expect(outputs["Id"] == outputs["Target"])
        #expect(outputs["Policy"] == outputs["Arn"])
        #expect(outputs["Arn"]?.hasPrefix("arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:") == true)
        #expect(outputs["Arn"]?.hasSuffix(":resource/lambda/function:F:live:policyName/use") == true)
    }

    @Test func areTakenBackByTheirNames() {
        let application = readFunction("AutoPublishAlias: live", rest: Self.resources)
        let removals = application.eventRequests.flatMap(\.removals).sorted { $0.stage < $1.stage }
        #expect(removals.map(\.action) == ["DeleteScheduledAction", "DeleteScalingPolicy", "DeregisterScalableTarget"])
        #expect(removals.last?.request.text == "{\(Self.target)}")
    }

    @Test func aFunctionNeedsTheAlias() {
        let application = readFunction("AutoPublishAlias: blue", rest: Self.resources)
        #expect(application.lines.contains { $0.contains("F has no version or alias live") }, "\(application.lines)")
    }

    @Test func whatHasNoEffectIsTold() {
        let application = readFunction(
            "MemorySize: 128",
            rest: """
                  D:
                    Type: AWS::ApplicationAutoScaling::ScalableTarget
                    Properties:
                      ServiceNamespace: dynamodb
                      ScalableDimension: dynamodb:table:ReadCapacityUnits
                      ResourceId: table/t
                      MinCapacity: 1
                      MaxCapacity: 5
                  E:
                    Type: AWS::ApplicationAutoScaling::ScalableTarget
                    Properties:
                      ServiceNamespace: ecs
                      ScalableDimension: ecs:service:DesiredCount
                      ResourceId: service/c/s
                      MinCapacity: 1
                      MaxCapacity: 5
                  P:
                    Type: AWS::ApplicationAutoScaling::ScalingPolicy
                    Properties:
                      PolicyName: steps
                      PolicyType: StepScaling
                      ScalingTargetId: !Ref D
                      StepScalingPolicyConfiguration: {AdjustmentType: ExactCapacity}
                """
        )
        #expect(requests(application).filter { $0.hasPrefix("Register") }.count == 1)
        let lines = application.lines
        #expect(lines.contains { $0.contains("tables have no limits of capacity") }, "\(lines)")
        #expect(
            lines.contains { $0.contains("Hearth scales the provisioned concurrency of functions alone") },
            "\(lines)"
        )
        #expect(lines.contains { $0.contains("Hearth cannot use StepScalingPolicyConfiguration") }, "\(lines)")
    }
}
