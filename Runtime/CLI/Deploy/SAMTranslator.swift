import JSON

/// AWS's own translator of SAM templates, which CloudFormation runs as the transform AWS::Serverless-2016-10-31.
/// https://github.com/aws/serverless-application-model
enum SAMTranslator {
    private static let script = """
        import json, sys
        try:
            from samtranslator.internal.managed_policies import get_bundled_managed_policy_map
            from samtranslator.model.exceptions import InvalidDocumentException
            from samtranslator.parser.parser import Parser
            from samtranslator.translator.translator import Translator
        except ImportError:
            sys.exit("aws-sam-translator is not installed for this python3: pip install aws-sam-translator")

        class Session:
            region_name = sys.argv[1]

        policies = get_bundled_managed_policy_map("aws")
        try:
            result = Translator(policies, Parser(), boto_session=Session()).translate(json.load(sys.stdin), {})
        except InvalidDocumentException as error:
            sys.exit("\\n".join(cause.message for cause in error.causes))
        json.dump(result, sys.stdout)
        """

    /// The template in CloudFormation's own resources. Parameters without a default are not resolved.
    static func expanded(_ template: JSON, region: String) throws(CommandError) -> JSON {
        let result = try Subprocess(["python3", "-c", script, region], input: template.bytes).run()
        guard result.status == 0, let expanded = try? JSON(parsing: result.output) else {
            throw CommandError("AWS's SAM translator did not expand the template: see above")
        }
        return expanded
    }
}
