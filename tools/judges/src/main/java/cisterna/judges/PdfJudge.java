package cisterna.judges;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.verapdf.core.VeraPDFException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** veraPDF with the rules of PDF/UA-1 (ISO 14289-1). */
final class PdfJudge implements Judge {
    PdfJudge() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    @Override
    public String name() {
        return "PDF/UA-1";
    }

    @Override
    public String ending() {
        return ".pdf";
    }

    @Override
    public List<String> findings(Path file) throws IOException {
        PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
        try (InputStream stream = Files.newInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            if (result.isCompliant()) {
                return List.of();
            }
            List<String> findings = result.getTestAssertions().stream()
                    .filter(it -> it.getStatus() == TestAssertion.Status.FAILED)
                    .map(it -> "clause " + it.getRuleId().getClause() + ", test " + it.getRuleId().getTestNumber()
                            + ": " + it.getMessage())
                    .distinct()
                    .limit(20)
                    .toList();
            return findings.isEmpty() ? List.of("not compliant") : findings;
        } catch (VeraPDFException exception) {
            return List.of("cannot be read as PDF: " + exception.getMessage());
        }
    }
}
