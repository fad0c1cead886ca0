package io.vitrine.local.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsTest {

  @Test
  void makesTheDocumentOfWhatGlanceShows() {
    // Given
    String shown =
        """
        {'namespace': 'My::Own', 'owner': 'blue', 'self': '/v2', 'schema': '/v2', 'created_at': 't',
         'updated_at': 't', 'visibility': 'public', 'protected': true, 'description': null,
         'properties': {
           'self': {'title': 'Of its own name', 'type': 'boolean', 'default': 'True'},
           'count': {'title': 'C', 'type': 'integer', 'default': '21', 'minimum': 1},
           'word': {'title': 'W', 'type': 'string', 'default': '21'},
           'odd': {'title': 'O', 'type': 'integer', 'default': 'many'}},
         'objects': [
           {'name': 'z', 'required': [], 'self': '/v2', 'properties': {
             'share': {'title': 'S', 'type': 'number', 'default': '1.5'}}},
           {'name': 'a', 'schema': '/v2'}],
         'tags': [{'name': 'y'}, {'name': 'x'}],
         'resource_type_associations': [{'name': 'T', 'prefix': null, 'created_at': 't'}]}\
        """;
    // When
    var document = Definitions.of(Records.json(shown), new Projects(Map.of("blue", "azure")));
    // Then
    String expected =
        """
        {'namespace': 'My::Own', 'owner': 'azure', 'visibility': 'public', 'protected': true,
         'properties': {
           'self': {'title': 'Of its own name', 'type': 'boolean', 'default': true},
           'count': {'title': 'C', 'type': 'integer', 'default': 21, 'minimum': 1},
           'word': {'title': 'W', 'type': 'string', 'default': '21'},
           'odd': {'title': 'O', 'type': 'integer', 'default': 'many'}},
         'objects': [
           {'name': 'a'},
           {'name': 'z', 'properties': {
             'share': {'title': 'S', 'type': 'number', 'default': 1.5}}}],
         'tags': [{'name': 'x'}, {'name': 'y'}],
         'resource_type_associations': [{'name': 'T'}]}\
        """;
    assertThat(document).isEqualTo(Records.json(expected));
  }

  @Test
  void saysWhatNobodyHasSaid() {
    assertThat(Definitions.of(Records.json("{'namespace': 'n'}"), Projects.SAME))
        .isEqualTo(Records.json("{'namespace': 'n', 'visibility': 'private', 'protected': false}"));
  }
}
