package cisterna.judges;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/**
 * HAPI's validator with the profiles and value sets of FHIR R4, without any network. Code systems that are not part of
 * FHIR (LOINC, our own) cannot be looked up here; that alone is no fault. Every error is one, and every other warning.
 */
final class FhirJudge implements Judge {
    private final FhirValidator validator;

    FhirJudge() {
        FhirContext context = FhirContext.forR4();
        UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(context);
        unknown.setNonExistentCodeSystemSeverity(
                ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity.WARNING);
        ValidationSupportChain support = new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                unknown);
        FhirInstanceValidator instances = new FhirInstanceValidator(support);
        // who performed an observation, and a narrative for people, are good practice; the PDF is the narrative
        instances.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        validator = context.newValidator().registerValidatorModule(instances);
    }

    @Override
    public String name() {
        return "FHIR R4";
    }

    @Override
    public String ending() {
        return ".json";
    }

    @Override
    public List<String> findings(Path file) throws IOException {
        return validator.validateWithResult(Files.readString(file)).getMessages().stream()
                .filter(FhirJudge::isFault)
                .map(it -> it.getSeverity() + " at " + it.getLocationString() + ": " + it.getMessage())
                .distinct()
                .limit(20)
                .toList();
    }

    private static boolean isFault(SingleValidationMessage message) {
        ResultSeverityEnum severity = message.getSeverity();
        if (severity == ResultSeverityEnum.INFORMATION) {
            return false;
        }
        return severity != ResultSeverityEnum.WARNING || !isUnknownCodeSystem(message.getMessage());
    }

    private static boolean isUnknownCodeSystem(String text) {
        boolean ours = text.contains("urn:cisterna:") || text.contains("http://loinc.org");
        return ours && (text.contains("unknown") || text.contains("Unknown") || text.contains("not be found"));
    }
}
