import JSON
import Testing
import Time
import Wire

@testable import SNS

@Suite struct DeliveryPolicyTests {
    @Test func spreadsRetriesOverItsPhases() throws {
        let policy = """
            {"healthyRetryPolicy":{"minDelayTarget":2,"maxDelayTarget":10,"numRetries":8,"numNoDelayRetries":1,
            "numMinDelayRetries":2,"numMaxDelayRetries":2,"backoffFunction":"linear"},
            "requestPolicy":{"headerContentType":"application/json"}}
            """
        try DeliveryPolicy.check(ofSubscription: policy)
        let read = DeliveryPolicy(subscription: policy, topic: nil)
        #expect(read.pauses == [0, 2, 2, 2, 6, 10, 10, 10])
        #expect(read.contentType == "application/json")
    }

    @Test func topicsSpeakForTheirSubscriptions() {
        let topic = #"{"http":{"defaultHealthyRetryPolicy":{"numRetries":1},"disableSubscriptionOverrides":true}}"#
        let own = #"{"healthyRetryPolicy":{"numRetries":5}}"#
        #expect(DeliveryPolicy(subscription: own, topic: topic).pauses == [20])
        #expect(DeliveryPolicy(subscription: own, topic: nil).pauses.count == 5)
        #expect(DeliveryPolicy(subscription: nil, topic: nil) == .initial)
    }

    @Test func takesARate() throws {
        let policy = #"{"throttlePolicy":{"maxReceivesPerSecond":4}}"#
        try DeliveryPolicy.check(ofSubscription: policy)
        #expect(DeliveryPolicy(subscription: policy, topic: nil).maxReceivesPerSecond == 4)
    }

    /// As AWS tells policies again.
    @Test func areToldWithWhatTheyDoNotSay() {
        #expect(
            TopicPolicy.kept(ofSubscription: #"{"requestPolicy":{"headerContentType":"text/csv"}}"#)
                == #"{"healthyRetryPolicy":null,"sicklyRetryPolicy":null,"throttlePolicy":null,"#
                + #""requestPolicy":{"headerContentType":"text/csv"},"guaranteed":false}"#
        )
        #expect(
            TopicPolicy.kept(ofTopic: #"{"http":{"defaultHealthyRetryPolicy":null}}"#)
                == #"{"http":{"disableSubscriptionOverrides":false}}"#
        )
        let own: JSON.Object = JSON.Object([
            ("Attributes", ["DeliveryPolicy": #"{"throttlePolicy":{"maxReceivesPerSecond":9}}"#])
        ])
        let effective = TopicPolicy.deliveryPolicy(ofSubscription: own, JSON.Object())
        #expect(effective["throttlePolicy"] == ["maxReceivesPerSecond": 9])
        #expect(effective["healthyRetryPolicy"]?["numRetries"] == 3)
    }

    @Test(arguments: [
        "{", #"{"healthyRetryPolicy":{"numRetries":101}}"#,
        #"{"healthyRetryPolicy":{"minDelayTarget":30,"maxDelayTarget":20}}"#,
        #"{"healthyRetryPolicy":{"numRetries":2,"numMaxDelayRetries":3}}"#,
        #"{"healthyRetryPolicy":{"numRetries":100,"minDelayTarget":60,"maxDelayTarget":60}}"#,
        #"{"healthyRetryPolicy":{"backoffFunction":"wild"}}"#, #"{"throttlePolicy":{"maxReceivesPerSecond":0}}"#,
        #"{"throttlePolicy":{"maxReceivesPerSecond":"many"}}"#,
    ])
    func refuses(_ policy: String) {
        #expect(throws: AWSError.self) { try DeliveryPolicy.check(ofSubscription: policy) }
    }
}
