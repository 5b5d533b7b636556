import JSON
import ServiceKit
import Wire

/// Lets the owner of a number get messages again: everybody gets them here.
/// https://docs.aws.amazon.com/sns/latest/api/API_OptInPhoneNumber.html
struct OptInPhoneNumber: DocumentQuery<SNS> {
    static let input = Shape.structure([.required("phoneNumber", .string())], java: "OptInPhoneNumberInput")
    static let output = Shape.structure([], java: "OptInPhoneNumberResponse")

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        try call.checkPhoneNumber()
        return [:]
    }
}
