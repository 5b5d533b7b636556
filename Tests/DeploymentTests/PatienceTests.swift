import Deployment
import Testing

@Suite struct PatienceTests {
    private func check(
        _ patience: inout Patience,
        _ status: String,
        event: String? = nil,
        after seconds: Int
    ) -> String? {
        do throws(DeploymentError) {
            try patience.check("the stack shop", status: status, lastEvent: event, at: .seconds(seconds)) { "aws look" }
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("REVIEW_IN_PROGRESS", 300, 5), ("CREATE_PENDING", 300, 5), ("CREATE_IN_PROGRESS", 7_200, 120),
    ])
    func endsWhereNothingHappens(status: String, limit: Int, minutes: Int) {
        var patience = Patience()
        for seconds in [0, 2, limit - 1] { #expect(check(&patience, status, after: seconds) == nil) }
        #expect(
            check(&patience, status, after: limit)
                == "the stack shop is \(status), and nothing has happened for \(minutes) minutes: "
                + "it is not waited for any longer; `aws look` tells how it goes on"
        )
    }

    @Test func lastsWhereAnythingDoes() {
        var patience = Patience()
        #expect(check(&patience, "REVIEW_IN_PROGRESS", event: "1", after: 0) == nil)
        #expect(check(&patience, "REVIEW_IN_PROGRESS", event: "2", after: 299) == nil)
        #expect(check(&patience, "REVIEW_IN_PROGRESS", event: "2", after: 598) == nil)
        #expect(check(&patience, "CREATE_IN_PROGRESS", event: "2", after: 600) == nil)
        #expect(check(&patience, "CREATE_IN_PROGRESS", event: "3", after: 7_799) == nil)
        #expect(check(&patience, "CREATE_IN_PROGRESS", event: "3", after: 14_998) == nil)
        #expect(check(&patience, "CREATE_IN_PROGRESS", event: "3", after: 14_999) != nil)
    }
}
