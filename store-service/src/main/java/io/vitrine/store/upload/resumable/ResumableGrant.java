package io.vitrine.store.upload.resumable;

import io.vitrine.store.upload.Grant;

/**
 * The registry's leave for an upload that outlives its requests.
 *
 * @param length bytes of the image
 * @param adopted whether the bytes are all there and the registry has taken them
 * @param known whether it was granted before, to somebody who has asked for the same
 */
public record ResumableGrant(Grant grant, long length, boolean adopted, boolean known) {}
