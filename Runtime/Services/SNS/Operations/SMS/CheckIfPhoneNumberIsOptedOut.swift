import JSON
import ServiceKit
import Wire

/// Tells whether the owner of a number wants no messages: nobody opts out here.
/// https://docs.aws.amazon.com/sns/latest/api/API_CheckIfPhoneNumberIsOptedOut.html
struct CheckIfPhoneNumberIsOptedOut: DocumentQuery<SNS> {
    static let input = Shape.structure([.required("phoneNumber", .string())], java: "CheckIfPhoneNumberIsOptedOutInput")
    static let output = Shape.structure(
        [.optional("isOptedOut", .boolean)],
        java: "CheckIfPhoneNumberIsOptedOutResponse"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        try call.checkPhoneNumber()
        return ["isOptedOut": false]
    }
}

extension RegionalCall {
    func checkPhoneNumber() throws(AWSError) {
        guard (text("phoneNumber") ?? "").wholeMatch(of: /\+?[0-9]{4,20}/) != nil else {
            throw .invalid("PhoneNumber Reason: input incorrectly formatted")
        }
    }
}
