package dev.assay.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Unscanned;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Pages are taken apart again by Java's XML parser, which lets no mistake pass.
class HtmlWriterTest {
  private static final int RUNS = 200;
  private static final Set<String> ELEMENTS =
      Set.of(
          "a", "body", "h1", "h2", "head", "html", "li", "meta", "p", "small", "style", "table",
          "tbody", "td", "th", "thead", "title", "tr", "ul");
  private static final Set<String> ATTRIBUTES =
      Set.of("charset", "class", "content", "href", "http-equiv", "lang", "name", "rel", "xmlns");

  private static Document page(List<ScanResult> results) throws Exception {
    byte[] page = GoldenTest.written(new HtmlWriter(ReportOptions.DEFAULT), results);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(page));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList found = page.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static int findings(List<ScanResult> results) {
    return results.stream()
        .mapToInt(result -> result instanceof Report report ? report.findings().size() : 0)
        .sum();
  }

  @Test
  void whateverAnImageAndAFeedHoldIsTextOfThePage() throws Exception {
    int rows = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      List<ScanResult> results = List.of(new RandomReports(seed).next());
      Document page = page(results);
      for (Element element : elements(page, "*")) {
        assertTrue(ELEMENTS.contains(element.getTagName()), element::getTagName);
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
          assertTrue(ATTRIBUTES.contains(element.getAttributes().item(i).getNodeName()));
        }
      }
      for (Element link : elements(page, "a")) {
        assertTrue(link.getAttribute("href").matches("https?://[!-~]+"), link::toString);
      }
      assertEquals(1, elements(page, "style").size());
      int expected = findings(results);
      assertEquals(expected, severities(page), "seed " + seed);
      rows += expected;
    }
    assertTrue(rows > RUNS, "too few findings to say anything: " + rows);
  }

  /// Cells of the rows that are no heads.
  private static int severities(Document page) {
    return (int)
        elements(page, "td").stream()
            .filter(cell -> cell.getAttribute("class").startsWith("severity "))
            .count();
  }

  @Test
  void aNameThatIsMarkupIsShownAsItIs() throws Exception {
    String name = "</title><script src=\"//x\">alert('1')</script>&amp;]]>";
    Document page = page(List.of(new Unscanned(name, "container_image", name, name, 3)));
    assertEquals("Vulnerabilities of " + name, elements(page, "title").getFirst().getTextContent());
    assertEquals(name + " (not scanned)", elements(page, "h1").getFirst().getTextContent());
    assertEquals(List.of(), elements(page, "script"));
  }

  @Test
  void whoShowsItIsToldToLoadAndToRunNothing() throws Exception {
    Document page = page(List.of(Samples.alpine()));
    String policy =
        elements(page, "meta").stream()
            .filter(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
            .findFirst()
            .orElseThrow()
            .getAttribute("content");
    assertTrue(policy.startsWith("default-src 'none';"), policy);
    String style = elements(page, "style").getFirst().getTextContent();
    assertFalse(style.contains("url(") || style.contains("@import"), style);
  }

  @Test
  void severalArtifactsAreOnePageAndWhatWasNotScannedIsSaid() throws Exception {
    Document page = page(List.of(Samples.unscanned(), Samples.debian()));
    assertEquals(2, elements(page, "h1").size());
    assertTrue(elements(page, "h1").getFirst().getTextContent().endsWith("(not scanned)"));
    assertTrue(elements(page, "p").getFirst().getTextContent().startsWith("Error: "));
  }
}
