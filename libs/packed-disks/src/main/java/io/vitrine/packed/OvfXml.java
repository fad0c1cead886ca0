package io.vitrine.packed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** XML of strangers: no document type, so no entities and nothing fetched; only elements. */
final class OvfXml {
  private OvfXml() {}

  static Element parse(byte[] xml) throws PackedDiskException {
    try {
      return parser().parse(new ByteArrayInputStream(xml)).getDocumentElement();
    } catch (SAXException | IOException e) {
      throw new PackedDiskException("ova: its .ovf is not plain XML", e);
    }
  }

  private static DocumentBuilder parser() {
    // Of the JDK, whatever else is on the class path.
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    try {
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder parser = factory.newDocumentBuilder();
      parser.setErrorHandler(new Thrower());
      return parser;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the XML parser of the JDK cannot be made safe", e);
    }
  }

  /** Children of that name, in the namespace of their parent. */
  static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    for (Element child : children(parent)) {
      if (name.equals(child.getLocalName())
          && Objects.equals(child.getNamespaceURI(), parent.getNamespaceURI())) {
        children.add(child);
      }
    }
    return children;
  }

  static Optional<Element> child(Element parent, String name) {
    return children(parent, name).stream().findFirst();
  }

  static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }

  /** An attribute in the namespace of its element, or in none. */
  static Optional<String> attribute(Element element, String name) {
    return attribute(element, element.getNamespaceURI(), name)
        .or(() -> attribute(element, null, name));
  }

  static Optional<String> attribute(Element element, @Nullable String namespace, String name) {
    return element.hasAttributeNS(namespace, name)
        ? Optional.of(element.getAttributeNS(namespace, name))
        : Optional.empty();
  }

  /** Without it, the parser prints what it finds. */
  private static final class Thrower implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {
      // The document is well-formed.
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
